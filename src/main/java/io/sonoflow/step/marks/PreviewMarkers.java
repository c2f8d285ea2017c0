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
import io.sonoflow.dataset.NamedImage;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.augment.AugmentationKinds;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.step.Step;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Shows what training's augmentation makes of images: augmented copies as a stack and as a contact sheet. Of several
 * images, as many as there are copies are taken, evenly spread over the list, then again from the first; of a clip
 * likewise frames.
 */
public final class PreviewMarkers extends Step<PreviewMarkers.Result> {

	/** The menu label. */
	public static final String LABEL = "Preview Markers...";

	/** The name of the contact sheet in the output folder. */
	public static final String SHEET = "preview.png";

	private static final int CELL = 300;

	@Parameter(label = "Input", description = "Image, folder of images or dataset.csv; empty = the active image.",
		attrs = @Attr(name = Key.EXISTS))
	public File input;

	@Parameter(label = "Copies", description = "Number of augmented copies, 1 to 100.", min = "1", max = "100")
	public int count = 9;

	@Parameter(label = "Marker strength",
		description = "Factor of the published probabilities of marks, at least 0: 1 = as published, 0 = no marks; a " +
			"probability stays at most 1.", min = "0")
	public double strength = 1;

	@Group("Augmentation")
	public AugmentationKinds what = new AugmentationKinds();

	@Parameter(label = "Seed", description = "Any whole number; the same seed shows the same copies.", attrs = @Attr(
		name = Key.HEADING, value = "Preview"))
	public long seed = 0;

	@Parameter(label = "Output", description = "Folder for preview.png; empty = none.", style = "directory",
		attrs = @Attr(name = Key.FRAME))
	public File output;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(name = Key.FRAME))
	public boolean overwrite = false;

	/** Images to start from instead of those of {@link #input}; of an open stack its slices. */
	public List<NamedImage> images = List.of();

	/**
	 * @param views augmented copies, all of the first image's size, to which they are stretched as a network's input is
	 * @param labels one a copy
	 * @param sheet the contact sheet's file; null if there was no output
	 */
	public record Result(List<ArrayImg<UnsignedByteType, ByteArray>> views, List<String> labels, Path sheet) {
	}

	public PreviewMarkers() {
	}

	/** @param input image, folder of images or dataset.csv */
	public PreviewMarkers(final File input) {
		this.input = input;
	}

	/** @param values by key, for scripts */
	public PreviewMarkers(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static PreviewMarkers of(final Path input) {
		return new PreviewMarkers(file(input));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * @throws SonoflowException if the input cannot be read or the output not be written
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		if (images.isEmpty() && input == null) throw new SonoflowException.Input(
			"input is missing. Give an image, a folder of images or a dataset.csv.");
		final List<NamedImage> sources = images.isEmpty() ? read(input.toPath(), count, monitor) : images;
		if (output == null) return augment(sources, null, monitor);
		return inFolder(record(input == null ? List.of() : List.of(input.toPath())), monitor, folder -> {
			final Result result = augment(sources, folder.resolve(SHEET), monitor);
			write(result);
			folder.figure("images", Math.min(sources.size(), count));
			folder.figure("copies", result.views().size());
			monitor.message("Wrote " + result.sheet());
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
	public static List<NamedImage> read(final Path input, final int count, final Monitor monitor) {
		final List<Sample> samples = Dataset.read(input, monitor).samples();
		final List<NamedImage> sources = new ArrayList<>();
		for (int i = 0; i < Math.min(count, samples.size()); i++) {
			monitor.checkCancelled();
			final Path file = samples.get(spread(i, count, samples.size())).image();
			read(file, samples.size() == 1 ? count : 1, sources);
		}
		return sources;
	}

	private static void read(final Path file, final int count, final List<NamedImage> sources) {
		try (FrameReader reader = ImageFiles.open(file)) {
			ImageFiles.requireSide(file, reader.width(), reader.height());
			final int frames = reader.frames();
			for (int i = 0; i < Math.min(count, frames); i++) {
				final int frame = spread(i, count, frames);
				final String name = file.getFileName() + (frames == 1 ? "" : " frame " + (frame + 1));
				sources.add(new NamedImage(name, reader.gray(frame)));
			}
		}
	}

	/** The i-th of count, evenly spread over n. */
	private static int spread(final int i, final int count, final int n) {
		return count < n ? (int) ((long) i * n / count) : i;
	}

	private Result augment(final List<NamedImage> sources, final Path sheet,
		final Monitor monitor)
	{
		final Augmentation augmentation = what.augmentation(strength);
		final int width = Images.width(sources.get(0).image());
		final int height = Images.height(sources.get(0).image());
		final List<ArrayImg<UnsignedByteType, ByteArray>> views = new ArrayList<>();
		final List<String> labels = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			monitor.checkCancelled();
			final NamedImage source = sources.get(spread(i, count, sources.size()) % sources.size());
			final ArrayImg<UnsignedByteType, ByteArray> view = augmentation.apply(source.image(), RandomStream.of(seed,
				"preview", i));
			views.add(Resize.resize(view, width, height, Interpolation.BILINEAR_ANTIALIASED));
			labels.add(i + 1 + " " + source.name());
			monitor.progress("copies", i + 1, count);
		}
		return new Result(List.copyOf(views), List.copyOf(labels), sheet);
	}

	private void write(final Result result) {
		final Sheet sheet = new Sheet((int) Math.ceil(Math.sqrt(result.views().size()))).cell(CELL).title(
			"Training views, " + (what.isPublished() ? "" : "augment " + what.augment + ", ") + "marker strength " + strength +
				", seed " + seed);
		for (int i = 0; i < result.views().size(); i++)
			sheet.add(result.views().get(i), result.labels().get(i), Sheet.Frame.NONE);
		sheet.write(result.sheet());
	}
}
