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
package io.sonoflow.legacy.read;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.Opener;
import ij.plugin.AVI_Reader;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.read.BufferedFrame;
import io.sonoflow.read.FrameFormat;
import io.sonoflow.read.UnsupportedKindException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Reads what ImageJ reads: PNG, JPEG and BMP through Java's own readers (ImageJ does the same, but reports a broken
 * file in a window), AVI frame by frame, everything else through {@link Opener} and, where it is installed,
 * Bio-Formats.
 */
public final class IJImages implements FrameFormat {

	private static final Set<String> JAVA_FORMATS = Set.of("png", "jpeg", "bmp");
	private static final String BIO_FORMATS = "loci.plugins.LociImporter";

	@Override
	public boolean claims(final byte[] head, final Path path) {
		return true;
	}

	@Override
	public FrameReader open(final Path path) throws UnsupportedKindException {
		final BufferedImage image = readWithJava(path);
		if (image != null) return new BufferedFrame(path, image);
		final AVI_Reader avi = isAvi(path) ? new AVI_Reader() : null;
		final ImagePlus opened = avi != null ? openAvi(avi, path) : openWithImageJ(path);
		if (opened != null) return new StackFrames(path, opened);
		final ImagePlus imported = openWithBioFormats(path);
		if (imported != null) return new StackFrames(path, imported);
		// ImageJ prints its reason without the file's name.
		if (avi != null && avi.getErrorText() != null) throw new UnsupportedKindException("an AVI that ImageJ cannot read (" + avi
			.getErrorText().strip().replaceAll("\\s+", " ") + ")",
			"Bio-Formats, which comes with Fiji, reads more; else save it as uncompressed or MJPEG AVI.");
		throw new UnsupportedKindException("broken or of a kind that ImageJ alone does not know",
			"Bio-Formats, which comes with Fiji, reads more; else convert it to PNG or TIFF.");
	}

	/** {@return null if Java's readers do not claim the content} */
	private static BufferedImage readWithJava(final Path path) {
		try (ImageInputStream stream = ImageIO.createImageInputStream(path.toFile())) {
			if (stream == null) return null;
			final Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
			if (!readers.hasNext()) return null;
			final ImageReader reader = readers.next();
			try {
				if (!JAVA_FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) return null;
				reader.setInput(stream, true, true);
				return reader.read(0);
			}
			finally {
				reader.dispose();
			}
		}
		catch (final IOException | RuntimeException e) {
			throw new SonoflowException.File("Cannot read the image " + path + ": " + e.getMessage() +
				". The file is broken or of a rare kind (CMYK JPEG); open and save it again as PNG.", e);
		}
	}

	private static ImagePlus openWithImageJ(final Path path) {
		// Otherwise ImageJ shows its own message and aborts the macro before ours can name the file.
		IJ.redirectErrorMessages(true);
		try {
			final Opener opener = new Opener();
			opener.setSilentMode(true);
			final int type = opener.getFileType(path.toString());
			if (type == Opener.UNKNOWN || type == Opener.TEXT || type == Opener.JAVA_OR_TEXT || type == Opener.ROI ||
				type == Opener.TABLE || type == Opener.OJJ) return null;
			return opener.openImage(path.toString());
		}
		catch (final RuntimeException e) {
			return null;
		}
		finally {
			IJ.redirectErrorMessages(false);
		}
	}

	private static ImagePlus openAvi(final AVI_Reader reader, final Path path) {
		IJ.redirectErrorMessages(true);
		try {
			final ImageStack stack = reader.makeStack(path.toString(), 1, 0, true, false, false);
			return stack == null || stack.getSize() == 0 ? null : new ImagePlus(path.getFileName().toString(), stack);
		}
		catch (final RuntimeException e) {
			return null;
		}
		finally {
			IJ.redirectErrorMessages(false);
		}
	}

	private static ImagePlus openWithBioFormats(final Path path) {
		try {
			Class.forName(BIO_FORMATS, false, IJ.getClassLoader() == null ? IJImages.class.getClassLoader() : IJ
				.getClassLoader());
		}
		catch (final ClassNotFoundException e) {
			return null;
		}
		final Object result = IJ.runPlugIn(BIO_FORMATS, "location=[Local machine] windowless=true open=[" + path +
			"] view=Hyperstack stack_order=Default use_virtual_stack");
		return result == null ? null : IJ.getImage();
	}

	private static boolean isAvi(final Path path) {
		final byte[] head = head(path, 12);
		return head.length == 12 && ascii(head, 0, 4).equals("RIFF") && ascii(head, 8, 4).equals("AVI ");
	}

	private static byte[] head(final Path path, final int length) {
		try (var in = Files.newInputStream(path)) {
			return in.readNBytes(length);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read " + path + ": " + e.getMessage() + ".", e);
		}
	}

	private static String ascii(final byte[] bytes, final int from, final int length) {
		return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
	}
}
