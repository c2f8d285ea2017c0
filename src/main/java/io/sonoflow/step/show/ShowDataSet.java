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
package io.sonoflow.step.show;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.FrameSize;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.parameter.Key;
import io.sonoflow.step.Step;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Lists the images of a data set with what is known of each, to be looked at one after the other. Pixels are read when they
 * are asked for, so that the memory is that of one image, however many there are.
 */
public final class ShowDataSet extends Step<ShowDataSet.Result> {

	/** The menu label. */
	public static final String LABEL = "Show Data Set...";

	private static final String BETWEEN = " | ";

	/** Sizes that a message names. */
	private static final int NAMED = 3;

	@Parameter(label = "Input", description = "Image or clip, folder of images, folder of class folders or dataset.csv.",
		attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File input;

	/**
	 * One picture.
	 *
	 * @param file where it is
	 * @param frame its number in the file, from 0
	 * @param caption label, patient and file, as far as they are known, e.g. {@code inhomogeneous | phantom-01 | a.png}
	 */
	public record Slice(Path file, int frame, String caption) {
	}

	/**
	 * The set.
	 *
	 * @param name of the file or folder
	 * @param width columns of the widest picture
	 * @param height rows of the highest picture
	 * @param slices in the order of the set, frames of a clip after each other; at least one
	 * @param labels how many images have each label
	 */
	public record Result(String name, int width, int height, List<Slice> slices, Map<String, Integer> labels) {

		/**
		 * @param slice 0 to their number less 1
		 * @return the picture (x, y) in grey levels as networks see it, in the middle of width x height, on black if it is
		 *         smaller, and cut if its file has grown meanwhile; it is not resized
		 * @throws io.sonoflow.SonoflowException.File if it cannot be read any more
		 */
		public ArrayImg<UnsignedByteType, ByteArray> read(final int slice) {
			try (FrameReader reader = ImageFiles.open(slices.get(slice).file)) {
				return centred(reader.gray(slices.get(slice).frame));
			}
		}

		private ArrayImg<UnsignedByteType, ByteArray> centred(final ArrayImg<UnsignedByteType, ByteArray> image) {
			if (Images.width(image) == width && Images.height(image) == height) return image;
			final int w = Math.min(width, Images.width(image));
			final int h = Math.min(height, Images.height(image));
			final byte[] pixels = new byte[width * height];
			final int left = (width - w) / 2;
			final int top = (height - h) / 2;
			for (int row = 0; row < h; row++)
				System.arraycopy(Images.pixels(image), row * Images.width(image), pixels, (top + row) * width + left, w);
			return Images.bytes(pixels, width, height);
		}
	}

	/** What is known of a file before its pixels are wanted. */
	private record Extent(FrameSize size, int frames) {
	}

	public ShowDataSet() {
	}

	/** @param input image, folder or dataset.csv */
	public ShowDataSet(final File input) {
		this.input = input;
	}

	/** @param values by key, for scripts */
	public ShowDataSet(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static ShowDataSet of(final Path input) {
		return new ShowDataSet(file(input));
	}

	@Override
	public String label() {
		return LABEL;
	}

	@Override
	protected Result execute(final Monitor monitor) {
		final Dataset data = Dataset.read(input.toPath(), false, monitor);
		final List<Path> files = data.samples().stream().map(Sample::image).toList();
		final Opened<Extent> opened = Opened.reading("read sizes", files, false, monitor, i -> ImageFiles.open(files.get(
			i)), (i, reader) -> new Extent(new FrameSize(reader.width(), reader.height()), reader.frames()));
		opened.requireAny();
		opened.tell(false, monitor);
		final List<Slice> slices = new ArrayList<>();
		int width = 0;
		int height = 0;
		for (final int i : opened.usable()) {
			final Extent extent = opened.result(i);
			for (int frame = 0; frame < extent.frames; frame++)
				slices.add(new Slice(files.get(i), frame, caption(data.samples().get(i), frame, extent.frames)));
			width = Math.max(width, extent.size.width());
			height = Math.max(height, extent.size.height());
		}
		tellSizes(opened, monitor);
		return new Result(name(data.source()), width, height, List.copyOf(slices), data.labelCounts());
	}

	private static String caption(final Sample sample, final int frame, final int frames) {
		return Stream.of(sample.label(), sample.patient(), sample.image().getFileName().toString(), frames == 1 ? "" : "frame " +
			(frame + 1)).filter(text -> !text.isEmpty()).collect(Collectors.joining(BETWEEN));
	}

	private static void tellSizes(final Opened<Extent> opened, final Monitor monitor) {
		final Map<String, Integer> sizes = new TreeMap<>();
		for (final int i : opened.usable())
			sizes.merge(opened.result(i).size.toString(), 1, Integer::sum);
		if (sizes.size() < 2) return;
		final String most = sizes.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).limit(
			NAMED).map(size -> size.getValue() + " of " + size.getKey()).collect(Collectors.joining(", "));
		monitor.warn("The images are of " + sizes.size() + " sizes (" + most + (sizes.size() > NAMED ? ", ..." : "") +
			"): smaller ones stand on black, none is resized.");
	}

	/** {@return the name of the folder or file; a table of the usual name is its folder's} */
	private static String name(final Path source) {
		final Path named = source.endsWith(Dataset.FILE) ? source.getParent() : source;
		return named.getFileName() == null ? named.toString() : named.getFileName().toString();
	}
}
