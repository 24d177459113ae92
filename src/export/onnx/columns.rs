use super::graph::AttributeValue::{Many, One};
use super::operators::{Writer, reads};
use crate::architecture::graph::ir::{Node, Op};

/// A convolution or a pool along the columns of `P x channels x columns`; nothing for another operator.
pub(super) fn add(writer: &mut Writer<'_>, node: &Node, x: &str) -> Option<String> {
    let one = |number: usize| Many(vec![number as i64]);
    let both = |pair: &[usize; 2]| Many(pair.iter().map(|own| *own as i64).collect());
    let moving = |stride: usize, dilation: usize, padding: &[usize; 2]| {
        vec![("strides", one(stride)), ("dilations", one(dilation)), ("pads", both(padding))]
    };
    Some(match &node.op {
        Op::Conv { groups, stride, dilation, padding } => {
            let weights = writer.weights_behind(node)?;
            let mut settings = moving(*stride, *dilation, padding);
            settings.push(("group", One(*groups as i64)));
            writer.graph.node("Conv", &reads(x, &weights), settings)
        }
        Op::ConvTranspose { groups, stride, dilation, padding, output_padding } => {
            let weights = writer.weights_behind(node)?;
            let mut settings = moving(*stride, *dilation, padding);
            settings.extend([("group", One(*groups as i64)), ("output_padding", one(*output_padding))]);
            writer.graph.node("ConvTranspose", &reads(x, &weights), settings)
        }
        Op::MaxPool { width, stride, dilation, padding } => {
            let mut settings = moving(*stride, *dilation, padding);
            settings.push(("kernel_shape", one(*width)));
            writer.graph.node("MaxPool", &[x], settings)
        }
        Op::AveragePool { width, stride, padding, counts_padding } => {
            let settings = vec![
                ("kernel_shape", one(*width)),
                ("strides", one(*stride)),
                ("pads", both(padding)),
                ("count_include_pad", One(i64::from(*counts_padding))),
            ];
            writer.graph.node("AveragePool", &[x], settings)
        }
        _ => return None,
    })
}
