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

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

/** Files for a test of what commands make of them, under one folder. */
final class Scene {

	private final Path root;

	Scene(final Path root) {
		this.root = root;
	}

	/** Makes the parents and gives the path. */
	Path path(final String name) {
		try {
			final Path path = root.resolve(name);
			Files.createDirectories(path.getParent());
			return path;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	Scene folder(final String name) {
		try {
			Files.createDirectories(root.resolve(name));
			return this;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	Scene text(final String name, final String content) {
		return text(name, content, StandardCharsets.UTF_8);
	}

	Scene text(final String name, final String content, final Charset charset) {
		return bytes(name, content.getBytes(charset));
	}

	Scene bytes(final String name, final byte[] content) {
		try {
			Files.write(path(name), content);
			return this;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** A PNG with a gradient, so that it is not empty. */
	Scene image(final String name, final int width, final int height, final int type) {
		final BufferedImage image = new BufferedImage(width, height, type);
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				final int grey = 40 + (x * 7 + y * 5) % 160;
				image.getRaster().setPixel(x, y, type == BufferedImage.TYPE_USHORT_GRAY ? new int[] { grey * 257 } : new int[] {
					grey, grey, grey, 255 });
			}
		try {
			if (!ImageIO.write(image, "png", path(name).toFile())) throw new IOException("no writer for " + name);
			return this;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	Scene gray(final String name, final int width, final int height) {
		return image(name, width, height, BufferedImage.TYPE_BYTE_GRAY);
	}
}
