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
package io.sonoflow.command;

import io.sonoflow.dataset.FrameRate;
import io.sonoflow.image.Images;
import io.sonoflow.image.phantom.doppler.ColorMap;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.read.SampleFiles;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.read.video.Moving;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/** Clips that something is wrong with, beside good ones. */
final class BadClips {

	/** What is wrong with a clip. */
	enum Kind {
			/** Grey where colour is wanted. */
			GREY,
			/** One frame. */
			SINGLE,
			/** Another size from the third frame on, which is found out when that is read. */
			SIZES,
			/** Colours, but no Doppler box and no bar. */
			PLAIN,
			/** A frame in the middle that no decoder reads, as is found out when it is opened. */
			DAMAGED,
			/** JPEG frames of which the file ends in the third, as is found out when it is opened. */
			CUT;

		/** {@return the clip's file name} */
		String file() {
			return name().toLowerCase(Locale.ROOT) + ".avi";
		}
	}

	/** Frames of a clip, and the edge of its phantom. */
	static final int FRAMES = 4, SIDE = 96;

	private static final FrameRate RATE = new FrameRate(25, 1);

	private final Path folder;
	private final List<ArrayImg<ARGBType, IntArray>> colour = new ArrayList<>();
	private final int width;
	private final int height;

	/** Makes them all. */
	BadClips(final Path folder) throws IOException {
		this.folder = folder;
		final DopplerPhantom phantom = DopplerPhantom.of(new DopplerSpec(4, 0, DopplerSpec.Kind.VESSEL, SIDE, ColorMap.CLASSIC));
		for (int frame = 0; frame < FRAMES; frame++)
			colour.add(phantom.frame(frame).colorImage());
		width = Images.width(colour.get(0));
		height = Images.height(colour.get(0));
		clip("good/flow.avi", colour);
		for (int i = 0; i < 4; i++)
			clip("good/moving" + i + ".avi", moving(i));
		clip("GREY/grey.avi", moving(9));
		clip("SINGLE/single.avi", colour.subList(0, 1));
		Files.write(file("SIZES/sizes.avi"), SampleFiles.avi(2 * width, 2 * height, 24, "MJPG", new byte[0], List.of(jpeg(twice(colour
			.get(0))), jpeg(twice(colour.get(1))), jpeg(Moving.color(0, 64, 48)), jpeg(Moving.color(1, 64, 48)))));
		clip("PLAIN/plain.avi", IntStream.range(0, FRAMES).mapToObj(i -> Moving.color(i, width, height)).toList());
		damaged(clip("DAMAGED/damaged.avi", colour));
		final byte[] whole = SampleFiles.avi(width, height, 24, "MJPG", new byte[0], List.of(jpeg(colour.get(0)), jpeg(colour.get(1)),
			jpeg(colour.get(2)), jpeg(colour.get(3))));
		Files.write(file("CUT/cut.avi"), Arrays.copyOf(whole, whole.length * 5 / 8));
		for (final Kind kind : Kind.values())
			table(kind);
	}

	private Path file(final String name) throws IOException {
		final Path file = folder.resolve(name);
		Files.createDirectories(file.getParent());
		return file;
	}

	private List<ArrayImg<ARGBType, IntArray>> moving(final int from) {
		final List<ArrayImg<ARGBType, IntArray>> frames = new ArrayList<>();
		for (int frame = 0; frame < FRAMES; frame++)
			frames.add(grey(Images.pixels(Moving.gray(10 * from + frame, width, height))));
		return frames;
	}

	private ArrayImg<ARGBType, IntArray> grey(final byte[] levels) {
		final int[] pixels = new int[levels.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = 0xFF000000 | (levels[i] & 255) * 0x10101;
		return ArrayImgs.argbs(pixels, width, height);
	}

	private Path clip(final String name, final List<ArrayImg<ARGBType, IntArray>> frames) throws IOException {
		final Path file = file(name);
		try (ClipWriter writer = new ClipWriter(file, ClipCodec.FFV1, width, height, true, RATE)) {
			for (final ArrayImg<ARGBType, IntArray> frame : frames)
				writer.addColor(frame);
			writer.finish();
		}
		return file;
	}

	/** Two thirds into the data of the frames. */
	private static void damaged(final Path file) throws IOException {
		final byte[] bytes = Files.readAllBytes(file);
		Arrays.fill(bytes, bytes.length * 2 / 3, bytes.length * 2 / 3 + 1000, (byte) 0x55);
		Files.write(file, bytes);
	}

	/** A JPEG would blur thin lines of colour. */
	private ArrayImg<ARGBType, IntArray> twice(final ArrayImg<ARGBType, IntArray> frame) {
		final int[] from = Images.colors(frame);
		final int[] pixels = new int[4 * from.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = from[i / (2 * width) / 2 * width + i % (2 * width) / 2];
		return ArrayImgs.argbs(pixels, 2 * width, 2 * height);
	}

	private static BufferedImage image(final ArrayImg<ARGBType, IntArray> frame) {
		final BufferedImage image = new BufferedImage(Images.width(frame), Images.height(frame), BufferedImage.TYPE_INT_RGB);
		image.setRGB(0, 0, image.getWidth(), image.getHeight(), Images.colors(frame), 0, image.getWidth());
		return image;
	}

	private static byte[] jpeg(final ArrayImg<ARGBType, IntArray> frame) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
			final ImageWriteParam param = writer.getDefaultWriteParam();
			param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
			param.setCompressionQuality(1);
			writer.setOutput(out);
			writer.write(null, new IIOImage(image(frame), null, null), param);
		}
		writer.dispose();
		return bytes.toByteArray();
	}

	/** The bad clip among good ones of two classes. */
	private void table(final Kind kind) throws IOException {
		final StringBuilder rows = new StringBuilder("image,patient,label\n" + kind.file() + ",bad,a\n");
		for (int i = 0; i < 4; i++)
			rows.append("../good/moving").append(i).append(".avi,p").append(i).append(',').append(i % 2 == 0 ? "a" : "b").append('\n');
		Files.writeString(folder.resolve(kind.name()).resolve("dataset.csv"), rows);
	}

	/** {@return the bad clip} */
	Path clip(final Kind kind) {
		return folder.resolve(kind.name()).resolve(kind.file());
	}

	/** {@return the table of it and good ones} */
	static Path table(final Path bad) {
		return bad.resolveSibling("dataset.csv");
	}
}
