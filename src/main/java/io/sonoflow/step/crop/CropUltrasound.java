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
package io.sonoflow.step.crop;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.MemoryFrames;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Box;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.parameter.Key;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.Step;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Cuts the ultrasound pictures out of scanner screens. Every file is opened and its field of view found before anything
 * is written; a clip gets one field of view for all its frames, which are then cut one at a time.
 */
public final class CropUltrasound extends Step<CropUltrasound.Result> {

	/** The menu label. */
	public static final String LABEL = "Crop Ultrasound...";

	private static final int NAMED = 5;

	@Parameter(label = "Input",
		description = "Image or clip, folder of images, folder of class folders or dataset.csv; empty = the active image.",
		attrs = @Attr(name = Key.EXISTS))
	public File input;

	@Parameter(label = "Output", description = "Folder for images, masks, dataset.csv and review.csv; needed with input.",
		style = "directory", attrs = @Attr(name = Key.FRAME))
	public File output;

	@Parameter(label = "Mode",
		description = "sector finds the field of view, views cuts fixed rectangles, uusic is the published rule for sectors.",
		choices = { "sector", "views", "uusic" })
	public String mode = "sector";

	@Parameter(label = "Views",
		description = "Rectangles x,y,w,h in pixels for mode views, separated by semicolons (default: two Esaote views), or auto: " +
			"each field of view of the screen.")
	public String views = FixedViews.ESAOTE;

	@Parameter(label = "Tolerance", description = "Grey levels round a margin's level that still count as margin, 0 to 255.",
		min = "0", max = "255")
	public int tolerance = 5;

	@Parameter(label = "Size", description = "Edge in pixels that crops are resized to, as squares; 0 = keep.", min = "0",
		max = "4096")
	public int size = 0;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(name = Key.FRAME))
	public boolean overwrite = false;

	private String title;
	private List<ArrayImg<ARGBType, IntArray>> frames = List.of();

	/**
	 * @param table dataset.csv; null if nothing was written
	 * @param images number of crops
	 * @param review image and reason of each crop that somebody should look at
	 * @param crops of an image in memory: for each region its frames; empty for files
	 * @param score mean score of the files
	 */
	public record Result(Path table, int images, List<List<String>> review,
		List<List<ArrayImg<UnsignedByteType, ByteArray>>> crops, double score)
	{
	}

	/** One file, or the image in memory. */
	private record Item(Sample sample, String name, FrameReader memory) {

		FrameReader open() {
			return memory == null ? ImageFiles.open(sample.image()) : memory;
		}
	}

	public CropUltrasound() {
	}

	/**
	 * @param input image or clip, folder of images, folder of class folders or dataset.csv
	 * @param output folder to write to
	 */
	public CropUltrasound(final File input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public CropUltrasound(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static CropUltrasound of(final Path input, final Path output) {
		return new CropUltrasound(file(input), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * Takes an image in memory instead of {@link #input}; then there need be no {@link #output}.
	 *
	 * @param name its name
	 * @param pictures its frames, at least one, of equal size
	 * @return this
	 */
	public CropUltrasound of(final String name, final List<ArrayImg<ARGBType, IntArray>> pictures) {
		title = name;
		frames = List.copyOf(pictures);
		return this;
	}

	@Override
	protected void checkTogether() {
		if (mode.equals("views") && !FixedViews.isAuto(views)) FixedViews.parse(views);
	}

	/**
	 * @throws SonoflowException.Input if a value does not fit
	 * @throws SonoflowException.File if a file cannot be read or does not match its mask; nothing is written then
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		if (!frames.isEmpty()) return cropFrames(monitor);
		if (input == null) throw new SonoflowException.Input(
			"input is missing. Give an image, a clip, a folder of images or a dataset.csv.");
		final Dataset dataset = Dataset.read(input.toPath(), monitor);
		final RunFolder.Run run = record(List.of(input.toPath()));
		RunFolder.check(run);
		final List<Sample> samples = dataset.samples();
		final List<String> names = CropNames.of(samples.stream().map(Sample::image).toList());
		final List<Item> items = new ArrayList<>();
		for (int i = 0; i < samples.size(); i++)
			items.add(new Item(samples.get(i), names.get(i), null));
		final List<CropPlan> plans = plan(items, monitor);
		return inFolder(run, monitor, out -> write(items, plans, out, monitor));
	}

	private Result cropFrames(final Monitor monitor) {
		final String name = CropNames.clean(title);
		final List<Item> items = List.of(new Item(Sample.of(Path.of(name)), name, new MemoryFrames(frames)));
		final List<CropPlan> plans = plan(items, monitor);
		final List<FieldOfView> regions = plans.get(0).regions();
		final List<List<ArrayImg<UnsignedByteType, ByteArray>>> crops = regions.stream().map(region -> frames.stream().map(
			frame -> region.cut(new MemoryFrames(List.of(frame)).gray(0), size, Interpolation.BILINEAR_ANTIALIASED)).toList())
			.toList();
		final Result written = output == null ? new Result(null, regions.size() * frames.size(), review(regions, name), List
			.of(), score(plans)) : inFolder(record(List.of()), monitor, out -> write(items, plans, out, monitor));
		written.review().forEach(row -> monitor.warn(row.get(0) + ": " + row.get(1) + "."));
		return new Result(written.table(), written.images(), written.review(), crops, written.score());
	}

	private static List<List<String>> review(final List<FieldOfView> regions, final String name) {
		return regions.stream().filter(region -> !region.certain()).map(region -> List.of(name, region.reason())).toList();
	}

	/** Opens every file; all that are wrong are named together. */
	private List<CropPlan> plan(final List<Item> items, final Monitor monitor) {
		final boolean auto = mode.equals("views") && FixedViews.isAuto(views);
		final List<Box> boxes = mode.equals("views") && !auto ? FixedViews.parse(views) : null;
		final List<Object> plans = Parallel.map("find pictures", items.size(), monitor, i -> {
			try (FrameReader reader = items.get(i).open()) {
				ImageFiles.requireSide(items.get(i).sample().image(), reader.width(), reader.height());
				checkMask(items.get(i).sample(), reader);
				return CropPlan.of(reader, items.get(i).name(), boxes, auto, mode.equals("uusic"), tolerance);
			}
			catch (final SonoflowException.File e) {
				return e;
			}
		});
		final List<String> wrong = plans.stream().filter(SonoflowException.File.class::isInstance).map(
			e -> ((SonoflowException.File) e).getMessage()).toList();
		if (wrong.size() == 1) throw new SonoflowException.File(wrong.get(0));
		if (!wrong.isEmpty()) throw new SonoflowException.File(wrong.size() + " of " + items.size() +
			" images cannot be used; nothing was cropped. Repair or remove them: " + wrong.stream().limit(NAMED).collect(
				Collectors.joining("; ")) + (wrong.size() > NAMED ? "; ..." : ""));
		return plans.stream().map(CropPlan.class::cast).toList();
	}

	private static void checkMask(final Sample sample, final FrameReader image) {
		if (sample.mask() == null) return;
		try (FrameReader mask = ImageFiles.open(sample.mask())) {
			if (mask.width() != image.width() || mask.height() != image.height() || mask.frames() != image.frames())
				throw new SonoflowException.File(String.format(Locale.ROOT,
					"The mask %s has %d frames of %d x %d pixels, but its image %s has %d of %d x %d. They must be alike.", sample
						.mask(), mask.frames(), mask.width(), mask.height(), sample.image(), image.frames(), image.width(), image
							.height()));
		}
	}

	private Result write(final List<Item> items, final List<CropPlan> plans, final RunFolder out, final Monitor monitor) {
		final List<String> names = CropNames.unique(items.stream().map(Item::name).toList(), (i, name) -> CropWriter.files(
			name, plans.get(i)));
		final List<CropWriter.Written> written = Parallel.map("crop", items.size(), monitor, i -> {
			try (FrameReader reader = items.get(i).open()) {
				return new CropWriter(out.path(), items.get(i).sample(), names.get(i), plans.get(i), size)
					.write(reader, monitor);
			}
		});
		final List<Sample> samples = written.stream().flatMap(each -> each.samples().stream()).toList();
		final List<List<String>> review = written.stream().flatMap(each -> each.review().stream()).toList();
		if (written.stream().anyMatch(CropWriter.Written::grouped)) monitor.warn(
			"Crops of one file belong together: where the patient is unknown, the column patient now has the file's name.");
		if (!review.isEmpty()) monitor.warn(review.size() + " of " + items.size() +
			" files have crops to look at: see review.csv.");
		final Path table = out.resolve(Dataset.FILE);
		Tables.write(out.resolve("review.csv"), List.of("image", "reason"), review);
		Dataset.write(table, samples);
		out.figure("files", items.size());
		out.figure("crops", samples.size());
		out.figure("review", review.size());
		out.figure("score", score(plans));
		monitor.message("Wrote " + samples.size() + " crops and " + table + ".");
		return new Result(table, samples.size(), review, List.of(), score(plans));
	}

	private static double score(final List<CropPlan> plans) {
		return plans.stream().flatMap(plan -> plan.regions().stream()).mapToDouble(FieldOfView::score).average().orElse(0);
	}
}
