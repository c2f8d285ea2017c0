/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.step.explain;

import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.explain.HeatMap;
import io.sonoflow.explain.MapTests;
import io.sonoflow.file.Tables;
import io.sonoflow.step.data.InputCheck;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** cams.csv: what was explained and how much of each heat map lies on marks. */
public final class CamTable {

	/** The table's name in the output folder. */
	public static final String FILE = "cams.csv";

	/** The folder of the pictures in the output folder. */
	public static final String PICTURES = "cams";

	private static final List<String> HEADER = List.of("image", "class", "score", "markershare", "markerarea", "markers",
		"picture", "map", InputCheck.COLUMN);

	/** The columns of tested maps, after the others. */
	public static final List<String> TESTS = List.of("deletion", "insertion", "pointing", "energy", "sanity");

	/**
	 * One heat map.
	 *
	 * @param image the image file, or the name of the active image
	 * @param label the class that the map explains
	 * @param score its probability, 0..1
	 * @param share of the map's sum that lies where the inserted or burnt-in marks are (of the image that marks will be
	 *          inserted in: where they will be), 0..1; NaN if there are none or the map is zero
	 * @param area share of the image's pixels that the marks cover, to hold the map's share against; NaN if nothing is known
	 *          of marks
	 * @param markers whether this is the image with marks
	 * @param picture the picture's file, relative to the output folder
	 * @param map {@code ok}, or why there is no map: {@code empty}, {@code constant} or {@code undefined}
	 * @param warning why the image does not look like those that the model was trained on; empty if it does
	 * @param tests what the tests of the map say; {@link MapTests.Result#NONE} if there were none
	 */
	public record Row(String image, String label, double score, double share, double area, boolean markers, String picture,
		HeatMap.State map, String warning, MapTests.Result tests)
	{

		/** A row of a map that shows something. */
		public Row(final String image, final String label, final double score, final double share, final double area,
			final boolean markers, final String picture)
		{
			this(image, label, score, share, area, markers, picture, HeatMap.State.OK, "", MapTests.Result.NONE);
		}
	}

	private final Path folder;
	private final boolean tested;
	private final List<String> header = new ArrayList<>(HEADER);
	private final List<Row> rows = new ArrayList<>();

	/**
	 * @param folder the output folder; null = the table stays in memory
	 * @param tested whether it has the columns of tests
	 */
	CamTable(final Path folder, final boolean tested) {
		this.folder = folder;
		this.tested = tested;
		if (tested) header.addAll(TESTS);
	}

	/** One picture an image, named after it; a name that comes again gets a number. */
	public static List<String> pictureNames(final List<String> images) {
		final Set<String> taken = new HashSet<>();
		final List<String> names = new ArrayList<>();
		for (final String image : images) {
			final String file = image.substring(Math.max(image.lastIndexOf('/'), image.lastIndexOf('\\')) + 1);
			final String stem = ImageFiles.withoutEnding(file).replaceAll("[\\p{Cntrl}:*?\"<>|/\\\\]", "_");
			String name = stem;
			// Case does not tell files apart on Windows and macOS.
			for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++)
				name = stem + "-" + n;
			names.add(PICTURES + "/" + name + ".png");
		}
		return names;
	}

	/** Figures are kept as they are written, so that a run that goes on with a read table has the same means. */
	void add(final Row row) {
		final List<Double> tests = figures(row.tests).stream().map(CamTable::written).toList();
		rows.add(new Row(row.image, row.label, written(row.score), written(row.share), written(row.area), row.markers, row.picture,
			row.map, row.warning, tests(tests)));
	}

	List<Row> rows() {
		return List.copyOf(rows);
	}

	/** Takes over the finished rows of an interrupted run. */
	void read() {
		final Path csv = folder.resolve(FILE);
		if (!Files.isRegularFile(csv)) return;
		final Tables.Table table = Tables.read(csv);
		// A table of the time before the states or the warnings: its pictures are made again.
		if (!table.header().containsAll(header)) return;
		final int[] at = header.stream().mapToInt(table::column).toArray();
		for (final List<String> row : table.rows())
			if (Files.isRegularFile(folder.resolve(row.get(at[6])))) rows.add(new Row(image(row.get(at[0])), row.get(at[1]),
				parse(row.get(at[2])), parse(row.get(at[3])), parse(row.get(at[4])), Boolean.parseBoolean(row.get(
					at[5])), row.get(at[6]), HeatMap.State.valueOf(row.get(at[7]).toUpperCase(Locale.ROOT)), row.get(at[8]), tested
						? tests(row, at) : MapTests.Result.NONE));
	}

	private static MapTests.Result tests(final List<String> row, final int... at) {
		return tests(IntStream.range(0, TESTS.size()).mapToObj(i -> parse(row.get(at[HEADER.size() + i]))).toList());
	}

	/** In the order of {@link #TESTS}. */
	static MapTests.Result tests(final List<Double> values) {
		return new MapTests.Result(values.get(0), values.get(1), values.get(2), values.get(3), values.get(4));
	}

	boolean isDone(final String picture) {
		return rows.stream().anyMatch(row -> row.picture.equals(picture));
	}

	void write() {
		Tables.write(folder.resolve(FILE), header, rows.stream().map(this::texts).toList());
	}

	private List<String> texts(final Row row) {
		final List<String> texts = new ArrayList<>(List.of(relative(row.image), row.label, number(row.score), number(row.share),
			number(row.area), Boolean.toString(row.markers), row.picture, row.map.key(), row.warning));
		if (tested) figures(row.tests).forEach(figure -> texts.add(number(figure)));
		return texts;
	}

	/** {@return in the order of {@link #TESTS}} */
	public static List<Double> figures(final MapTests.Result tests) {
		return List.of(tests.deletion(), tests.insertion(), tests.pointing(), tests.energy(), tests.sanity());
	}

	private static double written(final double value) {
		return parse(number(value));
	}

	private static double parse(final String text) {
		return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
	}

	static String number(final double value) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
	}

	/** Paths are written relative to the table, as in dataset.csv, so that both can be moved together. */
	String relative(final String image) {
		final Path path = Path.of(image);
		if (!path.isAbsolute() || !path.getRoot().equals(folder.getRoot())) return image;
		return folder.relativize(path).toString().replace('\\', '/');
	}

	private String image(final String written) {
		final Path path = folder.resolve(written).normalize();
		return Files.exists(path) ? path.toString() : written;
	}

	/** {@return how many maps are of a state} */
	long count(final HeatMap.State state) {
		return rows.stream().filter(row -> row.map == state).count();
	}

	/** {@return mean share on marks over the images with (or without) them; NaN if there is none} */
	double meanShare(final boolean markers) {
		return mean(rows.stream().filter(row -> row.markers == markers && !Double.isNaN(row.share)).toList(), Row::share);
	}

	/** {@return those with marks and a map that is not zero} */
	List<Row> measured() {
		return rows.stream().filter(row -> row.markers && !Double.isNaN(row.share)).toList();
	}

	/** {@return mean of a figure; NaN of no row} */
	static double mean(final List<Row> rows, final ToDoubleFunction<Row> figure) {
		return rows.stream().mapToDouble(figure).average().orElse(Double.NaN);
	}
}
