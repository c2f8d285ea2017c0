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
