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
package io.sonoflow.dataset;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.image.Images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/** Reading images of any format the platform knows, writing PNG. */
public final class ImageFiles {

	/**
	 * What is taken for an image by its name when a folder is listed: kinds that are read here. A video or a volume of
	 * others beside them is named as left out, once, instead of being a class or an image that cannot be read; a file named
	 * by the user is tried whatever its name.
	 */
	private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "dcm",
		"dicom", "avi", "mp4", "mov", "m4v", "pgm", "ppm", "pbm", "pnm");

	/** Columns and rows an image must have at least to be worked with, in pixels. */
	public static final int LEAST_SIDE = 16;

	private ImageFiles() {
	}

	private static final class Holder {

		/** Our own loader, not the thread's: in ImageJ the two differ. */
		static final ImageCodec CODEC = ServiceLoader.load(ImageCodec.class, ImageFiles.class.getClassLoader())
			.findFirst().orElseThrow(() -> new SonoflowException.File(
				"No image reader is installed: the file META-INF/services/" + ImageCodec.class.getName() +
					" is missing from the Sonoflow jar. Install the jar again."));
	}

	/** {@return a file's name without its ending: up to five letters, or that of a clip with a digit in it} */
	public static String withoutEnding(final String name) {
		return name.replaceFirst("(?i)\\.([a-z]{1,5}|mp4|m4v)$", "");
	}

	/** {@return whether a file of this name is taken for an image when a folder is listed} */
	public static boolean looksLikeImage(final Path path) {
		return EXTENSIONS.contains(extension(path));
	}

	/** {@return whether it is named like a video that no decoder here reads} */
	static boolean isVideo(final Path path) {
		return Set.of("mpeg", "mpg", "mkv", "webm", "wmv", "flv").contains(extension(path));
	}

	/** {@return whether a decoder knows the content, whatever the name} */
	static boolean isKnown(final Path path) {
		return Holder.CODEC.knows(path);
	}

	/**
	 * As {@link #open}, for masks: those of 16 or 32 bits a pixel are read, too, whose values are 0 to 255, or 0 and one more,
	 * which is white.
	 */
	public static FrameReader openMask(final Path path) {
		requireFile(path);
		return Holder.CODEC.openLabels(path);
	}

	static String extension(final Path path) {
		final String name = path.getFileName().toString();
		return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
	}

	/**
	 * @return the opened file; close it
	 * @throws SonoflowException.File naming the file and the cause
	 */
	public static FrameReader open(final Path path) {
		requireFile(path);
		return Holder.CODEC.open(path);
	}

	private static void requireFile(final Path path) {
		if (Files.isDirectory(path)) throw new SonoflowException.File(path +
			" is a folder, but an image file is needed here.");
		if (!Files.isRegularFile(path)) throw new SonoflowException.File("The image " + path + (Files.exists(path)
			? " is no file but a device or a pipe. Save what comes from it in a file." : " does not exist. Check the path."));
	}

	/**
	 * @return the only frame (x, y) in grey levels 0..255
	 * @throws SonoflowException.File if it cannot be read or has more than one frame
	 */
	public static ArrayImg<UnsignedByteType, ByteArray> readGray(final Path path) {
		try (FrameReader reader = single(path, open(path))) {
			return reader.gray(0);
		}
	}

	/**
	 * @return the only frame (x, y), 255 inside and 0 outside
	 * @throws SonoflowException.File if it cannot be read or has more than one frame
	 */
	public static ArrayImg<UnsignedByteType, ByteArray> readMask(final Path path) {
		try (FrameReader reader = single(path, openMask(path))) {
			return reader.mask(0);
		}
	}

	/**
	 * @throws SonoflowException.File if an image of so many columns and rows is too small to show anything
	 */
	public static void requireSide(final Path path, final int width, final int height) {
		if (Math.min(width, height) < LEAST_SIDE) throw new SonoflowException.File("The image " + path + " has only " + width +
			" x " + height + " pixels; at least " + LEAST_SIDE + " x " + LEAST_SIDE + " are needed. Remove it from the input.");
	}

	private static FrameReader single(final Path path, final FrameReader reader) {
		if (reader.frames() == 1) return reader;
		final int frames = reader.frames();
		reader.close();
		throw new SonoflowException.File(path + " has " + frames +
			" frames, but one image is needed here. \"Crop Ultrasound...\" splits clips into images.");
	}

	/** Writes an 8-bit grey PNG. */
	public static void writePng(final Path path, final RandomAccessibleInterval<UnsignedByteType> image) {
		AtomicFiles.write(path, temporary -> Holder.CODEC.writeGrayPng(temporary, Images.pixels(image), Images.width(
			image), Images.height(image)));
	}

	/** Writes an RGB PNG. */
	public static void writeColorPng(final Path path, final RandomAccessibleInterval<ARGBType> image) {
		final int[] pixels = new int[Images.width(image) * Images.height(image)];
		final Cursor<ARGBType> cursor = Views.flatIterable(image).cursor();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = cursor.next().get();
		AtomicFiles.write(path, temporary -> Holder.CODEC.writeColorPng(temporary, pixels, Images.width(image), Images
			.height(image)));
	}
}
