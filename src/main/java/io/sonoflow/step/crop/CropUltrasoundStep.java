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
import io.sonoflow.image.Images;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;
import io.sonoflow.run.RunFolder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Cuts the ultrasound pictures out of scanner screens. Every file is opened and its field of view found before anything
 * is written; a clip gets one field of view for all its frames, which are then cut one at a time.
 */
public final class CropUltrasoundStep {

	/** The menu label. */
	public static final String COMMAND = "Crop Ultrasound...";

	private static final int NAMED = 5;

	private CropUltrasoundStep() {
	}

	/**
	 * @param input what {@link Dataset#read} takes; not used for an image in memory
	 * @param output folder; null is possible for an image in memory only
	 * @param mode sector, views or uusic (the published rule)
	 * @param views rectangles for mode views, see {@link FixedViews#parse}
	 * @param tolerance levels round a margin's colour that still count as margin, 0..255
	 * @param size edge of the square that crops are resized to, in pixels; 0 = keep
	 * @param overwrite whether a finished run in output may be replaced
	 */
	public record Config(Path input, Path output, String mode, String views, int tolerance, int size,
		boolean overwrite)
	{
	}

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

	/**
	 * Crops files.
	 *
	 * @throws SonoflowException.Input if a value does not fit
	 * @throws SonoflowException.File if a file cannot be read or does not match its mask; nothing is written then
	 */
	public static Result run(final Config config, final Monitor monitor) {
		final List<Box> views = check(config);
		final Dataset dataset = Dataset.read(config.input(), monitor);
		final RunFolder.Run run = new RunFolder.Run(COMMAND, config, config.output(), config.overwrite(), List.of(
			config.input()));
		RunFolder.check(run);
		final List<Sample> samples = dataset.samples();
		final List<String> names = CropNames.of(samples.stream().map(Sample::image).toList());
		final List<Item> items = new ArrayList<>();
		for (int i = 0; i < samples.size(); i++)
			items.add(new Item(samples.get(i), names.get(i), null));
		final List<CropPlan> plans = plan(config, views, items, monitor);
		return RunFolder.execute(run, monitor, out -> write(config, items, plans, out, monitor));
	}

	/**
	 * Crops an image in memory; writes only if there is an output folder.
	 *
	 * @param title its name
	 * @param frames at least one, of equal size
	 */
	public static Result run(final Config config, final String title,
		final List<ArrayImg<ARGBType, IntArray>> frames, final Monitor monitor)
	{
		final List<Box> views = check(config);
		final String name = CropNames.clean(title);
		final List<Item> items = List.of(new Item(Sample.of(Path.of(name)), name, new MemoryFrames(frames)));
		final List<CropPlan> plans = plan(config, views, items, monitor);
		final List<FieldOfView> regions = plans.get(0).regions();
		final List<List<ArrayImg<UnsignedByteType, ByteArray>>> crops = regions.stream().map(region -> frames.stream().map(
			frame -> cut(new MemoryFrames(List.of(frame)).gray(0), region.box(), config.size(),
				Interpolation.BILINEAR_ANTIALIASED)).toList()).toList();
		final Result written = config.output() == null ? new Result(null, regions.size() * frames.size(), review(regions,
			name), List.of(), score(plans)) : RunFolder.execute(new RunFolder.Run(COMMAND, config, config.output(), config
				.overwrite(), List.of()), monitor, out -> write(config, items, plans, out, monitor));
		return new Result(written.table(), written.images(), written.review(), crops, written.score());
	}

	private static List<List<String>> review(final List<FieldOfView> regions, final String name) {
		return regions.stream().filter(region -> !region.certain()).map(region -> List.of(name, region.reason())).toList();
	}

	/** {@return the rectangles of mode views, else null} */
	private static List<Box> check(final Config config) {
		if (!Set.of("sector", "views", "uusic").contains(config.mode())) throw new SonoflowException.Input("mode=" + config
			.mode() + " does not exist. Choose sector, views or uusic.");
		if (config.tolerance() < 0 || config.tolerance() > 255) throw new SonoflowException.Input("tolerance=" + config
			.tolerance() + " is out of range. Give 0 to 255 grey levels.");
		if (config.size() < 0) throw new SonoflowException.Input("size=" + config.size() +
			" is negative. Give pixels, or 0 to keep the size.");
		return config.mode().equals("views") ? FixedViews.parse(config.views()) : null;
	}

	/** Opens every file; all that are wrong are named together. */
	private static List<CropPlan> plan(final Config config, final List<Box> views, final List<Item> items,
		final Monitor monitor)
	{
		final List<Object> plans = Parallel.map("find pictures", items.size(), monitor, i -> {
			try (FrameReader reader = items.get(i).open()) {
				ImageFiles.requireSide(items.get(i).sample().image(), reader.width(), reader.height());
				checkMask(items.get(i).sample(), reader);
				return CropPlan.of(reader, items.get(i).name(), views, config.mode().equals("uusic"), config.tolerance());
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

	private static Result write(final Config config, final List<Item> items, final List<CropPlan> plans,
		final RunFolder out, final Monitor monitor)
	{
		final List<String> names = CropNames.unique(items.stream().map(Item::name).toList(), (i, name) -> CropWriter.files(
			name, plans.get(i)));
		final List<CropWriter.Written> written = Parallel.map("crop", items.size(), monitor, i -> {
			try (FrameReader reader = items.get(i).open()) {
				return new CropWriter(out.path(), items.get(i).sample(), names.get(i), plans.get(i), config.size())
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
		return new Result(table, samples.size(), review, List.of(), score(plans));
	}

	private static double score(final List<CropPlan> plans) {
		return plans.stream().flatMap(plan -> plan.regions().stream()).mapToDouble(FieldOfView::score).average().orElse(0);
	}

	/** {@return the rectangle, resized if a size is given} */
	static ArrayImg<UnsignedByteType, ByteArray> cut(final ArrayImg<UnsignedByteType, ByteArray> image, final Box box,
		final int size, final Interpolation interpolation)
	{
		final ArrayImg<UnsignedByteType, ByteArray> crop = Images.crop(image, box);
		return size == 0 ? crop : Resize.resize(crop, size, size, interpolation);
	}
}
