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
package io.sonoflow.read;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageCodec;
import io.sonoflow.file.AtomicFiles;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Opens a file with the first {@link FrameFormat} that knows its content; writes PNG by Java's writer. */
public final class ImageDecoders implements ImageCodec {

	/** The one list of decoders, by our own class loader: in ImageJ the thread's is another. */
	private static final List<FrameFormat> FORMATS = ServiceLoader.load(FrameFormat.class, ImageDecoders.class
		.getClassLoader()).stream().map(ServiceLoader.Provider::get).toList();

	/** What is done with the format that claims a file. */
	@FunctionalInterface
	private interface Opening {

		FrameReader open(FrameFormat format, Path path) throws IOException;
	}

	@Override
	public FrameReader open(final Path path) {
		return open(path, FrameFormat::open);
	}

	@Override
	public FrameReader openLabels(final Path path) {
		return open(path, FrameFormat::openLabels);
	}

	private static FrameReader open(final Path path, final Opening opening) {
		if (!Files.isReadable(path)) throw new SonoflowException.File(Files.exists(path) ? "You may not read " + path +
			". Check the file's permissions." : "The image " + path + " does not exist. Check the path.");
		UnsupportedKindException kind = null;
		SonoflowException.File broken = null;
		final byte[] head = head(path);
		for (final FrameFormat format : FORMATS)
			if ((broken == null || format.isSure()) && format.claims(head, path)) try {
				final FrameReader reader = open(format, path, opening);
				// What is taken in part must say so.
				if (broken == null || !reader.flaws().isEmpty()) return reader;
				reader.close();
			}
			catch (final UnsupportedKindException e) {
				if (kind == null) kind = e;
				if (e.isForAll()) break;
			}
			catch (final SonoflowException.File e) {
				if (!format.isExacting() && broken == null || e.getCause() instanceof OutOfMemoryError) throw e;
				if (broken == null) broken = e;
			}
		if (broken != null) throw broken;
		if (kind == null) kind = UnknownKind.of(head);
		throw new SonoflowException.File("Cannot read the image " + path + ": it is " + kind.getMessage() + ". " + kind.cure(),
			kind);
	}

	@Override
	public boolean knows(final Path path) {
		try (var in = Files.newInputStream(path)) {
			final byte[] head = in.readNBytes(FrameFormat.HEAD);
			return FORMATS.stream().anyMatch(format -> format.isSure() && format.claims(head, path));
		}
		catch (final IOException e) {
			return false;
		}
	}

	/** Whatever a decoder stumbles over, the caller learns which file it was. */
	private static FrameReader open(final FrameFormat format, final Path path, final Opening opening)
		throws UnsupportedKindException
	{
		try {
			return opening.open(format, path);
		}
		catch (final UnsupportedKindException | SonoflowException e) {
			throw e;
		}
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			throw broken(path, e);
		}
	}

	/**
	 * Tells of a file that cannot be decoded.
	 *
	 * @param cause its message says in what respect
	 */
	public static SonoflowException.File broken(final Path path, final Throwable cause) {
		if (cause instanceof final OutOfMemoryError e) return full(path, 1, 0, 0, e);
		final String reason = cause instanceof final FileSystemException e ? AtomicFiles.reason(e)
			: cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() :
				"its data make no sense (" + cause + ")";
		return new SonoflowException.File("Cannot read the image " + path + ": " + reason +
			". The file is broken; export or copy it again.", cause);
	}

	/**
	 * The same of a file's frame.
	 *
	 * @param frames of the file, of so many columns and rows
	 */
	public static SonoflowException.File broken(final Path path, final Throwable cause, final int frames, final int width,
		final int height)
	{
		return cause instanceof final OutOfMemoryError e ? full(path, frames, width, height, e) : broken(path, cause);
	}

	private static SonoflowException.File full(final Path path, final int frames, final int width, final int height,
		final OutOfMemoryError cause)
	{
		return new SonoflowException.File(frames == 1 ? "The image " + path +
			" is too large for the memory that Java may use. Give Java more (Edit>Options>Memory & Threads, or -Xmx)."
			: "The memory that Java may use is full: it happened in the clip " + path + " of " + frames + " frames of " + width +
				" x " + height + " pixels. Take fewer of them (stride, maxframes), or give Java more memory (Edit>Options>Memory & Threads, or " +
				"-Xmx).", cause);
	}

	private static byte[] head(final Path path) {
		try (var in = Files.newInputStream(path)) {
			return in.readNBytes(FrameFormat.HEAD);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read " + path + ": " + AtomicFiles.reason(e) + ".", e);
		}
	}

	@Override
	public void writeGrayPng(final Path path, final byte[] pixels, final int width, final int height)
		throws IOException
	{
		final BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
		image.getRaster().setDataElements(0, 0, width, height, pixels);
		writePng(path, image);
	}

	@Override
	public void writeColorPng(final Path path, final int[] pixels, final int width, final int height)
		throws IOException
	{
		final BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		image.getRaster().setDataElements(0, 0, width, height, pixels);
		writePng(path, image);
	}

	private static void writePng(final Path path, final BufferedImage image) throws IOException {
		// Encoded in memory, written at once: a full disk is then the file system's own error, and no other file is needed.
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
			if (!ImageIO.write(image, "png", out)) throw new IOException("Java has no PNG writer");
		}
		Files.write(path, bytes.toByteArray());
	}
}
