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

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** What is used of {@code loci.formats.IFormatReader}, by its names there. Not thread-safe. */
interface Loci {

	boolean isThisType(String name, boolean open);

	void setGroupFiles(boolean group);

	void setFlattenedResolutions(boolean flattened);

	void setId(String path) throws IOException;

	/** {@return the name of the format that it was opened as} */
	String getFormat();

	int getSeriesCount();

	void setSeries(int series);

	boolean isThumbnailSeries();

	/** {@return how many channels belong together: 1, or 3 and 4 of colours} */
	int getRGBChannelCount();

	int getSizeX();

	int getSizeY();

	int getSizeZ();

	int getSizeC();

	int getSizeT();

	/** {@return 0 = int8, 1 = uint8, 2 = int16, 3 = uint16, 4 = int32, 5 = uint32, 6 = float, 7 = double, 8 = bit} */
	int getPixelType();

	int getIndex(int z, int c, int t);

	byte[] openBytes(int plane) throws IOException;

	void close() throws IOException;

	/**
	 * @param loader where Bio-Formats is
	 * @return a new reader of any format, whose palettes are applied and whose channels are apart
	 */
	static Loci create(final ClassLoader loader) throws IOException {
		try {
			final Class<?> type = Class.forName("loci.formats.IFormatReader", true, loader);
			final Object any = Class.forName("loci.formats.ImageReader", true, loader).getConstructor().newInstance();
			final Object filled = Class.forName("loci.formats.ChannelFiller", true, loader).getConstructor(type).newInstance(any);
			final Object separated = Class.forName("loci.formats.ChannelSeparator", true, loader).getConstructor(type).newInstance(
				filled);
			return wrap(type, filled, separated);
		}
		catch (final ReflectiveOperationException | LinkageError e) {
			throw new IOException("it is installed, but does not start (" + e + ")", e);
		}
	}

	private static Loci wrap(final Class<?> type, final Object filled, final Object separated) {
		return (Loci) Proxy.newProxyInstance(Loci.class.getClassLoader(), new Class<?>[] { Loci.class }, (proxy, method,
			arguments) -> {
			try {
				// The separator has parted them.
				final Object reader = method.getName().equals("getRGBChannelCount") ? filled : separated;
				return type.getMethod(method.getName(), method.getParameterTypes()).invoke(reader, arguments);
			}
			catch (final InvocationTargetException e) {
				if (e.getCause() instanceof RuntimeException || e.getCause() instanceof Error) throw e.getCause();
				throw new IOException("it says " + e.getCause().getMessage(), e.getCause());
			}
		});
	}
}
