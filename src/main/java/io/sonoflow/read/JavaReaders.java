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

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Java's own decoders. Other plugins of the same ImageJ register theirs for the same formats, so they are asked for by
 * their package: the same file gives the same pixels whatever else is installed.
 */
public final class JavaReaders {

	private static final String PACKAGE = "com.sun.imageio.plugins.";

	private JavaReaders() {
	}

	/** How a reader is asked for its picture. */
	private interface Reading<T> {
		T of(ImageReader reader) throws IOException;
	}

	/** {@return the picture with its colours; a warning counts as an error} */
	public static BufferedImage read(final String format, final byte[] file) throws IOException {
		return with(format, file, reader -> reader.read(0));
	}

	/** {@return the stored samples} */
	public static Raster raster(final String format, final byte[] file) throws IOException {
		return with(format, file, reader -> reader.readRaster(0, null));
	}

	private static <T> T with(final String format, final byte[] file, final Reading<T> reading) throws IOException {
		final ImageReader reader = provider(format).createReaderInstance();
		final List<String> warnings = new ArrayList<>();
		try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
			reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
			reader.setInput(stream, true, true);
			final T result = reading.of(reader);
			for (final String warning : warnings)
				if (!isHarmless(warning)) throw new IOException("its decoder warns: " + warning);
			return result;
		}
		catch (final RuntimeException e) {
			throw new IOException("its data make no sense (" + e.getMessage() + ")", e);
		}
		finally {
			reader.dispose();
		}
	}

	/** Bytes too many between the parts of a JPEG, which change no pixel. */
	private static boolean isHarmless(final String warning) {
		return warning.contains("extraneous bytes before marker");
	}

	private static ImageReaderSpi provider(final String format) throws IOException {
		final Iterator<ImageReaderSpi> all = IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
		while (all.hasNext()) {
			final ImageReaderSpi one = all.next();
			if (one.getClass().getName().startsWith(PACKAGE) && Arrays.asList(one.getFormatNames()).contains(format))
				return one;
		}
		throw new IOException("this Java has no " + format + " decoder (it needs the module java.desktop)");
	}
}
