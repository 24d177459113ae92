import { nameOfCell } from "../map/cell-name";
import { unitOf } from "../map/columns";
import { promotersFasta } from "./export-fasta";
import { gridJson, gridTable, wideTable } from "./export-grid";
import { tableFormats } from "./export-table";
import { trackJson, trackTable } from "./export-track";
import { genomeFiles } from "./genome-files";
import { layerColumns } from "../bases/layer-columns";
import { Layers } from "../bases/layers";
import type { ModiscoExport } from "./modisco-export";
import { saveJson, saveText } from "../../ui/save-file";
import { saveTable } from "./save-table";
import type { Workbench } from "../../app/workbench";
import { strings } from "../../strings/index";
import { readPalette } from "../../tracks/palette";
import type { DownloadItem } from "./download-menu";
import { figureFormats, saveFigure, type FigureFormat } from "./save-figure";

const texts = strings.downloads;

/** What can be taken along of the grid: the responses and the promoters. */
export function gridDownloads({ predictions, model }: Workbench): DownloadItem[] {
  const { grid } = predictions;
  if (!grid?.isComplete || !model) return [];
  const edited = grid.rows.filter(({ origin }) => origin);
  const fasta = (name: string, rows: typeof edited) => () =>
    saveText(name, promotersFasta(rows, model.downstream));
  const [responses, promoters] = [texts.groups.responses, texts.groups.promoters];
  return [
    ...tableFormats.map((format) => ({
      group: responses,
      label: texts[format],
      action: () => saveTable(`cisight-responses.${format}`, gridTable(grid, model, format), format),
    })),
    ...tableFormats.map((format) => ({
      group: responses,
      label: texts.wide[format],
      action: () => saveTable(`cisight-responses-wide.${format}`, wideTable(grid, format), format),
    })),
    {
      group: responses,
      label: texts.json,
      action: () => saveJson("cisight-responses.json", gridJson(grid, model)),
    },
    {
      group: promoters,
      label: texts.allPromoters(grid.rows.length),
      action: fasta("cisight-promoters.fasta", grid.rows),
    },
    ...(edited.length
      ? [
          {
            group: promoters,
            label: texts.editedPromoters(edited.length),
            action: fasta("cisight-edited-promoters.fasta", edited),
          },
        ]
      : []),
  ];
}

// A taller figure fits no page.
const mostFigureRows = 400;

/** The map as it is arranged, as a figure. */
export function mapFigures(
  { predictions, model, mapOrder, figures }: Workbench,
  host: HTMLElement,
): DownloadItem[] {
  const { grid } = predictions;
  if (!grid?.isComplete || !model) return [];
  const save = async (format: FigureFormat) => {
    const { mapSvg } = await import("../../tracks/map-figure");
    const view = mapOrder.view(grid);
    const rows = [...view.rows].slice(0, mostFigureRows);
    const columns = [...view.columns];
    const width = grid.columns.length;
    const figure = {
      title: texts.mapTitle,
      units: columns.map((column) => unitOf(grid.columns[column], model)),
      figures,
      foot: [
        texts.mapFoot(rows.length, view.rows.length, grid.columns[0]?.isResponse ? 0 : columns.length),
        strings.track.figureModelShort(model.id, model.version),
      ],
      rows: rows.map((row) => grid.rows[row]?.name ?? ""),
      columns: columns.map((column) => grid.columns[column]?.name ?? ""),
      values: Float32Array.from(
        rows.flatMap((row) => columns.map((column) => grid.responses[row * width + column] ?? NaN)),
      ),
    };
    await saveFigure("cisight-map", mapSvg(figure, readPalette(host, "light")), format);
  };
  return figureFormats.map((format) => ({
    group: texts.groups.map,
    label: texts[format],
    action: () => void save(format),
  }));
}

/** What can be taken along of the mutagenesis track on show. */
export function trackDownloads(bench: Workbench): DownloadItem[] {
  const { predictions, model } = bench;
  const { track } = predictions;
  if (!track?.isComplete || !model) return [];
  const group = texts.groups.track(nameOfCell(track));
  // Asked for when it is saved: further tracks may come behind the menu's back.
  const layers = () => layerColumns(Layers.of(bench));
  return [
    ...tableFormats.map((format) => ({
      group,
      label: texts[format],
      action: () =>
        saveTable(`cisight-mutagenesis.${format}`, trackTable(track, model, format, layers()), format),
    })),
    {
      group,
      label: texts.json,
      action: () => saveJson("cisight-mutagenesis.json", trackJson(track, model, layers())),
    },
    ...genomeFiles(track, model, Layers.of(bench)).map(({ label, save }) => ({ group, label, action: save })),
  ];
}

/** The arrays that TF-MoDISco reads. */
export function modiscoDownloads({ predictions }: Workbench, modisco: ModiscoExport): DownloadItem[] {
  const { grid, track, chosen } = predictions;
  const group = texts.groups.modisco;
  return [
    ...(track?.isComplete
      ? [{ group, label: texts.modiscoOne(track.row.name), action: () => void modisco.saveTrack(track) }]
      : []),
    ...(grid?.isComplete && chosen
      ? [
          {
            group,
            label: texts.modiscoAll(grid.rows.length, chosen.column.isResponse ? "" : chosen.column.name),
            action: () => void modisco.saveAll(grid.rows, chosen.column),
          },
        ]
      : []),
  ];
}
