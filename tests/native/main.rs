//! All native tests in one program: what they have in common is compiled and linked once.

mod attribute_command;
mod attribution;
mod attribution_jobs;
mod catalogue_command;
mod checkpoints;
mod command_line;
mod condition_recipe;
mod genome;
mod genome_cases;
mod genome_oddities;
mod gradients;
mod motifs_command;
mod other_programs;
mod own_models;
mod parity;
mod pytorch_files;
mod reporter;
mod reporter_step;
mod said_once;
mod shared;
mod shipped_catalogue;
mod variants;
mod what_if;
mod what_if_commands;
mod whole_files;
mod windows;
