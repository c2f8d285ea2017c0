package io.sonoflow.step;

import io.sonoflow.Monitor;
import io.sonoflow.curate.manifold.FaithfulFilter;
import io.sonoflow.curate.manifold.Features;
import io.sonoflow.curate.manifold.ManifoldScores;
import io.sonoflow.dataset.Tables;
import io.sonoflow.report.Axes;
import io.sonoflow.report.Plot;
import io.sonoflow.report.Plots;
import io.sonoflow.report.Series;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What other values of k would keep, and how good that is (figure 4.4 of the thesis): FID, KID, inception score, precision
 * and recall with their own k, and counts, for each k and for all images.
 */
final class FilterSweep {

	private static final String ALL = "all";

	private final EmbeddedSets sets;
	private final long seed;
	private final Monitor monitor;

	/** @param seed of KID's subsets */
	FilterSweep(final EmbeddedSets sets, final long seed, final Monitor monitor) {
		this.sets = sets;
		this.seed = seed;
		this.monitor = monitor;
	}

	/**
	 * Writes sweep.csv and sweep.png.
	 *
	 * @param ks ascending
	 * @param used the k of the filter itself, marked in the plot
	 */
	void write(final int[] ks, final int used, final RunFolder folder) {
		final SetScores all = score(sets.synthetic(), sets.logits());
		final List<SetScores> filtered = new ArrayList<>();
		for (final int k : ks) {
			monitor.checkCancelled();
			final int[] rows = FaithfulFilter.run(sets.real(), sets.synthetic(), k, monitor).rows();
			filtered.add(rows.length == 0 ? SetScores.none() : score(sets.synthetic().select(rows), sets.logits() == null ? null
				: sets.logits().select(rows)));
			monitor.progress("sweep", filtered.size(), ks.length);
		}
		writeTable(ks, filtered, all, folder.resolve("sweep.csv"));
		plot(ks, used, filtered, all).scale(2).write(folder.resolve("sweep.png"));
	}

	private SetScores score(final Features synthetic, final Features logits) {
		return SetScores.of(sets.real(), synthetic, logits, ManifoldScores.DEFAULT_K, seed, monitor);
	}

	private void writeTable(final int[] ks, final List<SetScores> filtered, final SetScores all, final Path csv) {
		final List<String> header = new ArrayList<>(List.of("k", "kept", "dropped"));
		header.addAll(SetScores.COLUMNS.subList(0, SetScores.COLUMNS.size() - 1));
		final List<List<String>> rows = new ArrayList<>();
		rows.add(row(ALL, all));
		for (int i = 0; i < ks.length; i++)
			rows.add(row(String.valueOf(ks[i]), filtered.get(i)));
		Tables.write(csv, header, rows);
	}

	private List<String> row(final String k, final SetScores scores) {
		final List<String> row = new ArrayList<>(List.of(k, String.valueOf(scores.images()), String.valueOf(sets.synthetic()
			.rows() - scores.images())));
		row.addAll(scores.values().subList(0, SetScores.COLUMNS.size() - 1));
		return row;
	}

	private Plot plot(final int[] ks, final int used, final List<SetScores> filtered, final SetScores all) {
		final double[] x = Arrays.stream(ks).asDoubleStream().toArray();
		final List<Plot> panels = new ArrayList<>();
		panels.add(panel("FID", "", used, all.fid(), line("FID", x, filtered, SetScores::fid)));
		panels.add(panel("KID", "", used, all.kid(), line("KID", x, filtered, SetScores::kid)));
		if (sets.logits() != null) panels.add(panel("inception score", "", used, all.is(), line("inception score", x,
			filtered, SetScores::is)));
		panels.add(panel("precision and recall (k = 3)", "share", used, Double.NaN, line("precision", x, filtered,
			SetScores::precision), line("recall", x, filtered, SetScores::recall), flat("precision of all", x, all
				.precision()), flat("recall of all", x, all.recall())));
		panels.add(panel("images", "number", used, Double.NaN, line("kept", x, filtered, SetScores::images), line("dropped",
			x, filtered, scores -> sets.synthetic().rows() - scores.images())));
		return Plots.panels(panels.size() > 4 ? 3 : 2, panels);
	}

	private static Plot panel(final String title, final String unit, final int used, final double all,
		final Series... series)
	{
		Axes axes = Axes.of("k", unit.isEmpty() ? title : unit).title(title).markX(used, "used");
		if (Double.isFinite(all)) axes = axes.markY(all, "all");
		return Plots.lines(axes, series).size(420, 320);
	}

	private static Series line(final String name, final double[] x, final List<SetScores> scores,
		final ToDoubleFunction<SetScores> value)
	{
		return Series.of(name, x, scores.stream().mapToDouble(value).toArray()).style(Series.Style.MARKED);
	}

	private static Series flat(final String name, final double[] x, final double y) {
		return Series.of(name, x, IntStream.range(0, x.length).mapToDouble(i -> y).toArray()).style(Series.Style.DASHED);
	}
}
