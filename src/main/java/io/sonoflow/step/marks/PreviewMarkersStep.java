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
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.run.RunFolder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Shows what training's augmentation makes of images: augmented copies as a stack and as a contact sheet. Of several
 * images, as many as there are copies are taken, evenly spread over the list, then again from the first; of a clip
 * likewise frames.
 */
public final class PreviewMarkersStep {

	/** The name of the contact sheet in the output folder. */
	public static final String SHEET = "preview.png";

	private static final int CELL = 300;

	private PreviewMarkersStep() {
	}

	/**
	 * @param input image, folder or dataset.csv; null if the images are given
	 * @param count number of augmented copies, 1..100
	 * @param strength factor of the published probabilities of marks, at least 0; each stays at most 1
	 * @param seed copy i is drawn from (seed, i)
	 * @param output folder for the sheet; null = none
	 * @param overwrite whether a finished run there may be replaced
	 */
	public record Config(Path input, int count, double strength, long seed, Path output, boolean overwrite) {

		public Config {
			if (count < 1 || count > 100) throw new SonoflowException.Input("count=" + count +
				" is out of range. Allowed: a whole number from 1 to 100.");
			if (!(strength >= 0 && strength < Double.POSITIVE_INFINITY)) throw new SonoflowException.Input("strength=" +
				strength + " is out of range. Allowed: a number of at least 0; 1 = the published probabilities.");
		}
	}

	/**
	 * An image to start from.
	 *
	 * @param name for captions
	 * @param image (x, y), 8-bit grey
	 */
	public record Source(String name, RandomAccessibleInterval<UnsignedByteType> image) {
	}

	/**
	 * @param views augmented copies, all of the first image's size, to which they are stretched as a network's input is
	 * @param labels one a copy
	 * @param sheet the contact sheet's file; null if there was no output
	 */
	public record Result(List<ArrayImg<UnsignedByteType, ByteArray>> views, List<String> labels, Path sheet) {
	}

	/**
	 * Augments the images of {@link Config#input}.
	 *
	 * @throws SonoflowException if the input cannot be read or the output not be written
	 */
	public static Result run(final Config config, final Monitor monitor) {
		return run(config, read(config.input(), config.count(), monitor), monitor);
	}

	/**
	 * Augments the given images, at least one.
	 *
	 * @throws SonoflowException if the output cannot be written
	 */
	public static Result run(final Config config, final List<Source> sources, final Monitor monitor) {
		if (config.output() == null) return augment(config, sources, null, monitor);
		return RunFolder.execute(new RunFolder.Run("Preview Markers...", config, config.output(), config.overwrite(), config
			.input() == null ? List.of() : List.of(config.input())), monitor, folder -> {
				final Result result = augment(config, sources, folder.resolve(SHEET), monitor);
				write(config, result);
				folder.figure("images", Math.min(sources.size(), config.count()));
				folder.figure("copies", result.views().size());
				return result;
			});
	}

	/**
	 * Reads what a preview needs.
	 *
	 * @param input image, folder or dataset.csv
	 * @param count at most so many images or frames are read
	 * @throws SonoflowException if it cannot be read
	 */
	public static List<Source> read(final Path input, final int count, final Monitor monitor) {
		final List<Sample> samples = Dataset.read(input, monitor).samples();
		final List<Source> sources = new ArrayList<>();
		for (int i = 0; i < Math.min(count, samples.size()); i++) {
			monitor.checkCancelled();
			final Path file = samples.get(spread(i, count, samples.size())).image();
			read(file, samples.size() == 1 ? count : 1, sources);
		}
		return sources;
	}

	private static void read(final Path file, final int count, final List<Source> sources) {
		try (FrameReader reader = ImageFiles.open(file)) {
			ImageFiles.requireSide(file, reader.width(), reader.height());
			final int frames = reader.frames();
			for (int i = 0; i < Math.min(count, frames); i++) {
				final int frame = spread(i, count, frames);
				final String name = file.getFileName() + (frames == 1 ? "" : " frame " + (frame + 1));
				sources.add(new Source(name, reader.gray(frame)));
			}
		}
	}

	/** The i-th of count, evenly spread over n. */
	private static int spread(final int i, final int count, final int n) {
		return count < n ? (int) ((long) i * n / count) : i;
	}

	private static Result augment(final Config config, final List<Source> sources, final Path sheet,
		final Monitor monitor)
	{
		final Augmentation augmentation = Augmentation.published().withMarkers(config.strength());
		final int width = Images.width(sources.get(0).image());
		final int height = Images.height(sources.get(0).image());
		final List<ArrayImg<UnsignedByteType, ByteArray>> views = new ArrayList<>();
		final List<String> labels = new ArrayList<>();
		for (int i = 0; i < config.count(); i++) {
			monitor.checkCancelled();
			final Source source = sources.get(spread(i, config.count(), sources.size()) % sources.size());
			final ArrayImg<UnsignedByteType, ByteArray> view = augmentation.apply(source.image(), RandomStream.of(config.seed(),
				"preview", i));
			views.add(Resize.resize(view, width, height, Interpolation.BILINEAR_ANTIALIASED));
			labels.add(i + 1 + " " + source.name());
			monitor.progress("copies", i + 1, config.count());
		}
		return new Result(List.copyOf(views), List.copyOf(labels), sheet);
	}

	private static void write(final Config config, final Result result) {
		final Sheet sheet = new Sheet((int) Math.ceil(Math.sqrt(result.views().size()))).cell(CELL).title(
			"Training views, marker strength " + config.strength() + ", seed " + config.seed());
		for (int i = 0; i < result.views().size(); i++)
			sheet.add(result.views().get(i), result.labels().get(i), Sheet.Frame.NONE);
		sheet.write(result.sheet());
	}
}
