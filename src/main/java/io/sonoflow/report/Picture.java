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
package io.sonoflow.report;

import io.sonoflow.plot.Pictures;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture in the page.
 *
 * @param caption what it is
 * @param uri {@code data:image/...}
 * @param width columns at which it is shown
 */
record Picture(String caption, String uri, int width) {

	private static final int WIDEST = 1600;
	private static final long MOST_PIXELS = 100_000_000;

	private record Shrunk(byte[] bytes, String format) {
	}

	/**
	 * @param widest columns at which it is shown at most
	 * @param room characters that it may take
	 * @return the picture, or null if even the smallest takes more
	 */
	static Picture of(final String caption, final BufferedImage picture, final int widest, final long room) {
		final Shrunk shrunk = shrink(picture, room);
		return shrunk == null ? null : new Picture(caption, "data:image/" + shrunk.format + ";base64," + Base64.getEncoder()
			.encodeToString(shrunk.bytes), Math.min(picture.getWidth(), widest));
	}

	/** {@return the picture of a PNG or JPEG file, opaque} */
	static BufferedImage read(final Path file) throws IOException {
		try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
			if (in == null) throw new IOException("not found");
			final var readers = ImageIO.getImageReaders(in);
			if (!readers.hasNext()) throw new IOException("no PNG or JPEG");
			final ImageReader reader = readers.next();
			try {
				reader.setInput(in);
				if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) throw new IOException("too large");
				return opaque(reader.read(0));
			}
			finally {
				reader.dispose();
			}
		}
		catch (final RuntimeException e) {
			throw new IOException(e.getMessage(), e);
		}
	}

	/** Of 16-bit or transparent pictures JPEG makes wrong colours. */
	private static BufferedImage opaque(final BufferedImage picture) {
		final BufferedImage copy = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
		Pictures.draw(copy, graphics -> {
			graphics.setColor(Color.WHITE);
			graphics.fillRect(0, 0, copy.getWidth(), copy.getHeight());
			graphics.drawImage(picture, 0, 0, null);
		});
		return copy;
	}

	/** Exact if there is room, else as JPEG, else smaller; null if even that is too much. */
	private static Shrunk shrink(final BufferedImage picture, final long room) {
		final int side = Math.max(picture.getWidth(), picture.getHeight());
		final BufferedImage widest = side > WIDEST ? Pictures.fit(picture, WIDEST) : picture;
		final byte[] png = Pictures.encode(widest, "png");
		if (encoded(png) <= room) return new Shrunk(png, "png");
		for (int size = Math.min(side, WIDEST); size >= 160; size = size * 2 / 3) {
			final byte[] jpeg = Pictures.encode(size == side ? picture : Pictures.fit(picture, size), "jpg");
			if (encoded(jpeg) <= room) return new Shrunk(jpeg, "jpeg");
		}
		return null;
	}

	private static long encoded(final byte[] bytes) {
		return bytes.length * 4L / 3 + 64;
	}
}
