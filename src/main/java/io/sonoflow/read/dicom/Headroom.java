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
package io.sonoflow.read.dicom;

import java.awt.image.Raster;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes with one bit more above the numbers. The decoder of ome-jai holds a number's sign in the bit above its magnitude,
 * and sets it by mistake where the magnitude fills all the bits that the stream declares: as negative comes back what is
 * positive, as with saturated colours after a component transform. One guard bit more in the stream's header, and one empty
 * bit-plane more in each of its code-blocks, say the same numbers and leave that bit free.
 */
final class Headroom {

	private static final int QCD = 0xFF5C, QCC = 0xFF5D, SOT = 0xFF90, SOD = 0xFF93;
	private static final int GUARD = 0x20, MOST = 0xE0;
	private static final String PLUGIN = "com.sun.media.imageioimpl.plugins.jpeg2000.";
	private static final String CODING = "jj2000.j2k.entropy.";

	private Headroom() {
	}

	/**
	 * @param codes a code stream whose headers are whole; changed where it declares its guard bits
	 * @return false, with nothing changed, if it has as many guard bits as can be: seven, which no numbers of pictures fill, so
	 *         that the sign is safe without more
	 */
	static boolean widen(final byte[] codes) {
		return walk(codes, false) && walk(codes, true);
	}

	private static boolean walk(final byte[] codes, final boolean change) {
		int at = 2, part = 0;
		while (at + 6 <= codes.length) {
			final int marker = u16(codes, at);
			if (marker < 0xFF00) break;
			if (marker == SOT) part = at;
			if (marker == SOD) {
				final int length = u16(codes, part + 6) << 16 | u16(codes, part + 8);
				if (length <= 0) break;
				at = part + length;
				continue;
			}
			if (marker == QCD || marker == QCC) {
				final int guard = marker == QCD ? at + 4 : at + 5;
				if ((codes[guard] & MOST) == MOST) return false;
				if (change) codes[guard] += GUARD;
			}
			at += 2 + u16(codes, at + 2);
		}
		return true;
	}

	private static int u16(final byte[] codes, final int at) {
		return (codes[at] & 0xFF) << 8 | codes[at + 1] & 0xFF;
	}

	/**
	 * @param stream a widened code stream
	 * @param reader of ome-jai
	 */
	static Raster raster(final ImageInputStream stream, final ImageReader reader) throws ReflectiveOperationException {
		final ClassLoader library = reader.getClass().getClassLoader();
		final Class<?> params = library.loadClass(PLUGIN + "J2KImageReadParamJava");
		final Constructor<?> param = params.getDeclaredConstructor(ImageReadParam.class);
		param.setAccessible(true);
		final Class<?> states = library.loadClass(PLUGIN + "J2KReadState");
		final Constructor<?> state = states.getDeclaredConstructor(ImageInputStream.class, params, reader.getClass());
		state.setAccessible(true);
		final Object reading = state.newInstance(stream, param.newInstance(reader.getDefaultReadParam()), reader);
		final Field decoder = states.getDeclaredField("entdec");
		decoder.setAccessible(true);
		lower(decoder.get(reading), library);
		return (Raster) states.getMethod("readAsRaster").invoke(reading);
	}

	/** Between the packets and the decoder of code-blocks. */
	private static void lower(final Object decoder, final ClassLoader library) throws ReflectiveOperationException {
		final Field source = library.loadClass(CODING + "decoder.EntropyDecoder").getDeclaredField("src");
		source.setAccessible(true);
		final Object packets = source.get(decoder);
		final Field skipped = library.loadClass(CODING + "CodedCBlk").getField("skipMSBP");
		final Class<?> type = library.loadClass(CODING + "decoder.CodedCBlkDataSrcDec");
		source.set(decoder, Proxy.newProxyInstance(library, new Class<?>[] { type }, (proxy, method, arguments) -> {
			try {
				final Object result = method.invoke(packets, arguments);
				if (method.getName().equals("getCodeBlock")) skipped.setInt(result, skipped.getInt(result) + 1);
				return result;
			}
			catch (final InvocationTargetException e) {
				throw e.getCause();
			}
		}));
	}
}
