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
package io.sonoflow.step.marks;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.image.augment.MarkerInsertion;
import io.sonoflow.image.marker.MarkerType;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.Step;
import io.sonoflow.step.explain.CamTable;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Burns marks into the images and clips of a data set: {@code images/}, {@code marks/} (255 on the marks) and
 * {@code dataset.csv} with the columns of the input and one more, {@code marks}. Which images bear marks may follow the label, so
 * that a classifier can be tempted; the swapped version then shows whether it gave in.
 * <p>
 * All frames of a clip bear the same marks at the same places, or none. An image of the marked label gets marks with probability
 * share, any other with probability (1 - biased) x share: the mixture of marks that know nothing of the label and marks
 * that only it has. Swapped, exactly those images bear marks that otherwise bear none. The draws of an image, and the
 * places of its marks, depend on the seed and its file name alone, so that an image has the same marks in both
 * versions, whichever other images there are.
 */
public final class InsertMarkers extends Step<InsertMarkers.Result> {

	/** The menu label. */
	public static final String LABEL = "Insert Markers...";

	private static final String PNG = ".png";

	private static final String KIND = "(circle|plus|dot|long-dash|small-dash|side-bars)";

	@Parameter(label = "Input", description = "dataset.csv with a column label, or a folder whose sub-folders are the " +
		"classes; its images should bear no marks.", attrs = { @Attr(name = Key.REQUIRED),
			@Attr(name = Key.EXISTS) })
	public File input;

	@Parameter(label = "Output", description = "Folder for images/, marks/ and dataset.csv.", style = "directory",
		attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Parameter(label = "Share", description = "Probability of marks in an image of the marked label, 0 to 1.", min = "0",
		max = "1")
	public double share = 1;

	@Parameter(label = "Label", description = "The label that the marks follow; empty = the rarest one.")
	public String label = "";

	@Parameter(label = "Biased", description = "How strongly marks follow the label, 0 to 1: an image of another label bears " +
		"marks with the probability (1 - biased) x share; 1 = never, 0 = as often.", min = "0", max = "1")
	public double biased = 1;

	@Parameter(label = "Swapped", description = "The other way round: the images that would have had none bear the marks, " +
		"those that would have had some bear none.")
	public boolean swapped = false;

	@Parameter(label = "Kinds", description = "Kinds of marks, separated by commas: circle, plus, dot, long-dash, " +
		"small-dash, side-bars.", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.LIST), @Attr(name = Key.PATTERN,
			value = "\\s*" + KIND + "(\\s*,\\s*" + KIND + ")*\\s*"), @Attr(name = Key.ALLOWED,
				value = "circle, plus, dot, long-dash, small-dash and side-bars, separated by commas") })
	public String kinds = "circle,plus,dot";

	@Parameter(label = "Seed", description = "Any whole number; with the image's file name it decides which marks it would " +
		"bear, and where.")
	public long seed = 0;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(name = Key.FRAME))
	public boolean overwrite = false;

	/**
	 * @param table dataset.csv
	 * @param samples its rows
	 * @param marked number of images with marks
	 */
	public record Result(Path table, List<Sample> samples, int marked) {
	}

	/**
	 * The images and clips, checked.
	 *
	 * @param samples of the input
	 * @param frames that can be used of each; 1 = an image
	 * @param names of the files to write, by number
	 * @param drawn by number, the name that decides: of a clip that is one file a frame that of its first
	 * @param label that the marks follow
	 * @param readings how the input is read, if otherwise than once
	 */
	private record Work(List<Sample> samples, int[] frames, List<String> names, List<String> drawn, String label,
		Map<Path, String> readings)
	{

		Sample sample(final RunFolder folder, final int number) {
			final String png = names.get(number);
			final String name = frames[number] == 1 ? png : png.substring(0, png.length() - PNG.length()) + ".avi";
			final Sample before = samples.get(number);
			return before.withFiles(folder.resolve("images").resolve(name), before.mask()).withExtra(Sample.MARKS, folder.resolve(
				"marks").resolve(name).toString());
		}
	}

	public InsertMarkers() {
	}

	/**
	 * @param input dataset.csv with labels or folder of class folders
	 * @param output folder to write to
	 */
	public InsertMarkers(final File input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public InsertMarkers(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static InsertMarkers of(final Path input, final Path output) {
		return new InsertMarkers(file(input), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * @throws SonoflowException if the images have no labels or bear marks already, or output is taken; then nothing was
	 *           written
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final Set<MarkerType> types = kinds(Lists.texts(kinds));
		final Work work = check(monitor);
		return inFolder(record(List.of(input.toPath())).reading(work.readings), monitor, folder -> {
			final Result result = insert(work, types, folder, monitor);
			monitor.message("Wrote " + result.samples().size() + " images, " + result.marked() + " of them with marks, and " +
				result.table() + ".");
			return result;
		});
	}

	private static Set<MarkerType> kinds(final List<String> keys) {
		final Set<MarkerType> kinds = EnumSet.noneOf(MarkerType.class);
		for (final String key : keys)
			kinds.add(Arrays.stream(MarkerType.values()).filter(type -> type.key().equals(key)).findFirst().orElseThrow(
				() -> new SonoflowException.Input("kinds: there is no kind of mark \"" + key + "\". Allowed are: " + Arrays.stream(
					MarkerType.values()).map(MarkerType::key).collect(Collectors.joining(", ")) + ".")));
		if (kinds.isEmpty()) throw new SonoflowException.Input("kinds is empty. Give at least one kind of mark, e.g. circle.");
		return kinds;
	}

	private Work check(final Monitor monitor) {
		final Dataset dataset = Dataset.read(input.toPath(), monitor);
		final List<String> classes = dataset.requireClasses();
		if (!label.isEmpty() && !classes.contains(label)) throw new SonoflowException.Input("label=" +
			label + " is not a label of " + dataset.source() + ". Its labels are: " + String.join(", ", classes) + ".");
		final List<Sample> samples = dataset.samples();
		samples.stream().filter(sample -> sample.marks() != null).findFirst().ifPresent(sample -> {
			throw new SonoflowException.Input("input " + dataset.source() + ": its column marks says that " + sample.image()
				.getFileName() + " bears burnt-in marks already. Give the images as they were before marks were inserted.");
		});
		final List<String> names = CamTable.pictureNames(samples.stream().map(sample -> sample.image().toString()).toList()).stream()
			.map(name -> name.substring(name.lastIndexOf('/') + 1)).toList();
		final Map<Path, String> drawn = new HashMap<>();
		for (int i = 0; i < names.size(); i++)
			drawn.put(samples.get(i).image(), names.get(i));
		final ClipUnits units = ClipUnits.labelled(dataset, monitor);
		for (final List<Path> unit : units.files())
			unit.forEach(file -> drawn.put(file, drawn.get(unit.get(0))));
		final int[] frames = MarkedClips.look(samples.stream().map(Sample::image).toList(), units.files(), monitor);
		final Map<String, Integer> counts = dataset.labelCounts();
		final String rarest = classes.stream().min(Comparator.<String>comparingInt(counts::get).thenComparing(Comparator
			.reverseOrder())).orElseThrow();
		if (label.isEmpty()) monitor.message("The marks follow the label \"" + rarest + "\", the rarest one.");
		return new Work(samples, frames, names, samples.stream().map(sample -> drawn.get(sample.image())).toList(), label.isEmpty()
			? rarest : label, units.readings(input.toPath()));
	}

	private Result insert(final Work work, final Set<MarkerType> kinds, final RunFolder folder,
		final Monitor monitor)
	{
		final int count = work.samples.size();
		final boolean[] marked = new boolean[count];
		for (int i = 0; i < count; i++)
			marked[i] = isMarked(work.samples.get(i).label().equals(work.label), work.drawn.get(i));
		final List<Sample> samples = IntStream.range(0, count).mapToObj(i -> work.sample(folder, i)).toList();
		folder.keeps(() -> {
			final long there = samples.stream().filter(sample -> Files.isRegularFile(sample.image()) && Files.isRegularFile(sample
				.marks())).count();
			return there == 0 ? "" : there + " of " + count + " images";
		});
		Parallel.forEach("marks", count, monitor, i -> {
			final Sample sample = samples.get(i);
			if (!folder.resumed() || !Files.isRegularFile(sample.image()) || !Files.isRegularFile(sample.marks())) MarkedClips.write(
				work.samples.get(i).image(), work.frames[i], sample, marked[i] ? image -> MarkerInsertion.insert(image, kinds, draws(
					"places", work.drawn.get(i))) : MarkedClips::none, monitor);
		});
		final Path table = folder.resolve(Dataset.FILE);
		Dataset.write(table, samples);
		return result(folder, work.label, table, samples, marked);
	}

	private RandomStream draws(final String what, final String name) {
		return RandomStream.of(seed, "burnt marks, " + what + ", " + name);
	}

	private boolean isMarked(final boolean follows, final String name) {
		final double probability = follows ? share : (1 - biased) * share;
		return draws("whether", name).chance(probability) != swapped;
	}

	private static Result result(final RunFolder folder, final String label, final Path table, final List<Sample> samples,
		final boolean[] marked)
	{
		final Map<String, Integer> byLabel = new TreeMap<>();
		for (int i = 0; i < marked.length; i++)
			byLabel.merge(samples.get(i).label(), marked[i] ? 1 : 0, Integer::sum);
		final int all = byLabel.values().stream().mapToInt(Integer::intValue).sum();
		folder.figure("images", samples.size());
		folder.figure("label", label);
		folder.figure("marked", all);
		byLabel.forEach((name, count) -> folder.figure("marked." + (name.isEmpty() ? "dropped" : name), count));
		return new Result(table, samples, all);
	}
}
