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

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.explain.Explainer;
import io.sonoflow.explain.HeatMap;
import io.sonoflow.explain.Method;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.MarkerInsertion;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.plot.sheet.Overlay;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.MarkMasks;
import io.sonoflow.train.ImageCache;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Shows on which part of each image a classifier's decision rests, and, if asked, whether it turns to marks once there are
 * some: a heat map over the image, and the share of the map that lies on the marks. Where the data set says which pixels
 * burnt-in marks cover (column {@link Sample#MARKS}), the share is measured on those.
 */
public final class ExplainClassificationStep {

	/** The menu label. */
	public static final String COMMAND = "Explain Classification...";

	/** The value of target that means the most probable class of each image. */
	public static final String PREDICTED = "predicted";

	/** Pictures kept in the result; a longer list is in the folder only. */
	private static final int KEPT_PICTURES = 64;
	/** Images between two writings of the table. */
	private static final int WRITE_EVERY = 16;
	private static final int SMALLEST_CELL = 256;
	private static final int LARGEST_CELL = 512;

	private ExplainClassificationStep() {
	}

	/**
	 * @param model a file of Train Classifier
	 * @param input image, folder or dataset.csv; null if the images are given
	 * @param count how many images of the input to explain, spread evenly over its order; 0 = all
	 * @param method gradcam++, gradcam or scorecam
	 * @param target predicted, or a class of the model
	 * @param markers whether each image is also explained with marks inserted
	 * @param output folder for pictures and table; null = none
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param seed places of the marks: those of image i are drawn from (seed, i)
	 * @param overwrite whether a finished run there may be replaced
	 */
	public record Config(Path model, Path input, int count, String method, String target, boolean markers, Path output,
		String device, long seed, boolean overwrite)
	{
	}

	/**
	 * An image to explain.
	 *
	 * @param name for captions and file names
	 * @param image (x, y), 8-bit grey
	 */
	public record Source(String name, RandomAccessibleInterval<UnsignedByteType> image) {
	}

	/**
	 * @param rows of the table, two an image if marks were inserted
	 * @param pictures the first ones, in the order of the images
	 */
	public record Result(List<CamTable.Row> rows, List<ArrayImg<ARGBType, IntArray>> pictures) {
	}

	/**
	 * The images by number: read when needed, so that any number of them fits into memory.
	 *
	 * @param names for captions, files and the table
	 * @param get image by number
	 * @param burnt by number, the mask of the marks burnt into the image, or null where that is not known
	 */
	private record Sources(List<String> names, IntFunction<RandomAccessibleInterval<UnsignedByteType>> get,
		IntFunction<boolean[]> burnt)
	{
	}

	/**
	 * Explains the images of {@link Config#input}.
	 *
	 * @throws SonoflowException if model, images or output are not what they must be; then nothing was written
	 */
	public static Result run(final Config config, final Monitor monitor) {
		checkModel(config);
		final List<Sample> samples = spread(Dataset.read(config.input(), monitor).samples(), config.count());
		final ImageCache cache = new ImageCache(samples.stream().map(Sample::image).toList());
		cache.check(monitor);
		final IntFunction<boolean[]> burnt = i -> MarkMasks.mask(samples.get(i).marks(), cache.get(i));
		// Once before any work: a mask that does not fit must not stop the run in its middle.
		IntStream.range(0, samples.size()).forEach(burnt::apply);
		return run(config, new Sources(samples.stream().map(sample -> sample.image().toString()).toList(), cache::get,
			burnt), monitor);
	}

	private static <T> List<T> spread(final List<T> files, final int count) {
		if (count < 0) throw new SonoflowException.Input("count=" + count +
			" is below 0. Give the number of images to explain, or 0 for all.");
		if (count == 0 || count >= files.size()) return files;
		return IntStream.range(0, count).mapToObj(i -> files.get((int) ((long) i * files.size() / count))).toList();
	}

	/**
	 * Explains the given images, at least one.
	 *
	 * @throws SonoflowException if model, images or output are not what they must be; then nothing was written
	 */
	public static Result run(final Config config, final List<Source> sources, final Monitor monitor) {
		checkModel(config);
		return run(config, new Sources(sources.stream().map(Source::name).toList(), i -> sources.get(i).image(), i -> null),
			monitor);
	}

	private static void checkModel(final Config config) {
		if (config.model() == null) throw new SonoflowException.Input(
			"model is missing. Give the model.safetensors of \"Train Classifier...\".");
		target(config, ModelFile.config(config.model()));
		Method.of(config.method());
	}

	private static int target(final Config config, final ModelConfig model) {
		// A class may itself be called "predicted"; then the word means the class.
		if (config.target().equals(PREDICTED) && !model.classes().contains(PREDICTED)) return Explainer.PREDICTED;
		if (model.classes().contains(config.target())) return model.indexOf(config.target());
		throw new SonoflowException.Input("target=" + config.target() + " is no class of the model " + config.model() +
			". Allowed are: " + PREDICTED + ", " + String.join(", ", model.classes()) + ".");
	}

	private static Result run(final Config config, final Sources images, final Monitor monitor) {
		try (Classifier classifier = Classifier.load(config.model(), Devices.parse(config.device(), monitor))) {
			if (config.output() == null) return new Work(config, classifier, images, null, monitor).run();
			final List<Path> inputs = Stream.of(config.model(), config.input()).filter(path -> path != null).toList();
			return RunFolder.execute(new RunFolder.Run(COMMAND, config, config.output(), config.overwrite(), inputs), monitor,
				folder -> new Work(config, classifier, images, folder, monitor).run());
		}
	}

	/** One run over all images. */
	private static final class Work {

		private final Config config;
		private final Classifier classifier;
		private final Sources images;
		private final RunFolder folder;
		private final Monitor monitor;
		private final Explainer explainer;
		private final int target;
		private final CamTable table;
		private final List<ArrayImg<ARGBType, IntArray>> pictures = new ArrayList<>();

		Work(final Config config, final Classifier classifier, final Sources images, final RunFolder folder,
			final Monitor monitor)
		{
			this.config = config;
			this.classifier = classifier;
			this.images = images;
			this.folder = folder;
			this.monitor = monitor;
			this.explainer = new Explainer(classifier, Method.of(config.method()));
			this.target = target(config, classifier.config());
			this.table = folder == null ? new CamTable(null) : new CamTable(folder.path());
		}

		Result run() {
			if (folder != null && folder.resumed()) table.read();
			final List<String> files = CamTable.pictureNames(images.names);
			try {
				for (int i = 0; i < files.size(); i++) {
					monitor.checkCancelled();
					if (!table.isDone(files.get(i))) explain(i, files.get(i));
					if (folder != null && i % WRITE_EVERY == WRITE_EVERY - 1) table.write();
					monitor.progress("explaining", i + 1L, files.size());
				}
			}
			finally {
				if (folder != null) table.write();
			}
			figures();
			return new Result(table.rows(), List.copyOf(pictures));
		}

		private void explain(final int i, final String file) {
			final RandomAccessibleInterval<UnsignedByteType> image = images.get.apply(i);
			final int side = Math.max(Images.width(image), Images.height(image));
			final Sheet sheet = new Sheet(2).cell(Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, side)));
			final HeatMap plain = explainer.explain(image, target, monitor);
			final String name = images.names.get(i);
			if (!config.markers) {
				final CamTable.Row row = row(name, plain, images.burnt.apply(i), file);
				add(sheet, image, plain, row.share(), row.markers() ? "with marks" : "image");
				table.add(row);
			}
			else {
				final MarkerInsertion.Marked marked = MarkerInsertion.insert(image, MarkerInsertion.MEASURING, RandomStream.of(
					config.seed, "explain", i));
				// The same class as without marks: the question is what they do to this decision.
				final HeatMap disturbed = explainer.explain(marked.image(), plain.target(), monitor);
				add(sheet, image, plain, plain.share(marked.mask()), "image");
				add(sheet, marked.image(), disturbed, disturbed.share(marked.mask()), "with marks");
				table.add(row(name, plain, marked.mask(), false, file));
				table.add(row(name, disturbed, marked.mask(), true, file));
			}
			final ArrayImg<ARGBType, IntArray> picture = sheet.image();
			if (pictures.size() < KEPT_PICTURES) pictures.add(picture);
			if (folder != null) sheet.write(folder.resolve(file));
		}

		/** Of an image as it is: on marks that are burnt into it, if it is known where. */
		private CamTable.Row row(final String name, final HeatMap map, final boolean[] burnt, final String file) {
			final boolean bears = burnt != null && MarkMasks.area(burnt) > 0;
			return bears ? row(name, map, burnt, true, file) : new CamTable.Row(name, label(map), map.score(), Double.NaN,
				burnt == null ? Double.NaN : 0, false, file);
		}

		private CamTable.Row row(final String name, final HeatMap map, final boolean[] mask, final boolean marks,
			final String file)
		{
			return new CamTable.Row(name, label(map), map.score(), map.share(mask), MarkMasks.area(mask), marks, file);
		}

		private String label(final HeatMap map) {
			return classifier.config().classes().get(map.target());
		}

		private void add(final Sheet sheet, final RandomAccessibleInterval<UnsignedByteType> image, final HeatMap map,
			final double share, final String caption)
		{
			sheet.add(image, caption, Sheet.Frame.NONE);
			final String onMarks = Double.isNaN(share) ? "" : String.format(Locale.ROOT, ", %.1f %% of map on marks", 100 * share);
			final String text = String.format(Locale.ROOT, "%s %.1f %%%s", label(map), 100 * map.score(), onMarks);
			sheet.addColor(Overlay.of(image, Images.floats(map.values(), map.width(), map.height()), Overlay.STRENGTH), text,
				Sheet.Frame.NONE);
		}

		private void figures() {
			if (folder == null) return;
			folder.figure("images", images.names.size());
			if (config.markers) {
				folder.figure("markershare without", table.meanShare(false));
				folder.figure("markershare with", table.meanShare(true));
			}
			else if (table.rows().stream().anyMatch(row -> !Double.isNaN(row.area()))) {
				final List<CamTable.Row> bearing = table.measured();
				folder.figure("images with marks", bearing.size());
				if (bearing.isEmpty()) return;
				final double share = CamTable.mean(bearing, CamTable.Row::share);
				final double area = CamTable.mean(bearing, CamTable.Row::area);
				folder.figure("markershare", share);
				folder.figure("markerarea", area);
				folder.figure("markershare / markerarea", share / area);
			}
		}
	}
}
