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
package io.sonoflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A reader of the arrays in {@code .npz} files (a zip of {@code .npy}), for the tests' fixtures: little-endian, C order,
 * {@code f4 f8 i8 i4 u1 b1}.
 *
 * <pre>
 * Npz npz = Fixtures.npz("cam", "gradcams_224");
 * float[] layer4 = npz.get("layer4").floats();
 * </pre>
 */
public final class Npz {

	private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([^']+)'");
	private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*True");
	private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");

	/**
	 * One array.
	 *
	 * @param shape the dimensions; none for a scalar
	 * @param data a {@code float[]}, {@code double[]}, {@code long[]}, {@code int[]} or {@code byte[]} in C order
	 */
	public record Array(long[] shape, Object data) {

		/** {@return the values as float (a copy only where they are stored otherwise)} */
		public float[] floats() {
			if (data instanceof float[] values) return values;
			final double[] values = doubles();
			final float[] result = new float[values.length];
			for (int i = 0; i < result.length; i++)
				result[i] = (float) values[i];
			return result;
		}

		/** {@return the values as double; bytes are unsigned} */
		public double[] doubles() {
			if (data instanceof double[] values) return values;
			if (data instanceof long[] values) return Arrays.stream(values).asDoubleStream().toArray();
			if (data instanceof int[] values) return Arrays.stream(values).asDoubleStream().toArray();
			final int length = java.lang.reflect.Array.getLength(data);
			final double[] result = new double[length];
			for (int i = 0; i < length; i++)
				result[i] = data instanceof byte[] bytes ? bytes[i] & 0xFF : ((float[]) data)[i];
			return result;
		}

		/** {@return the values of an int64, int32 or uint8 array} */
		public long[] longs() {
			if (data instanceof long[] values) return values;
			if (data instanceof int[] values) return Arrays.stream(values).asLongStream().toArray();
			final byte[] bytes = bytes();
			final long[] result = new long[bytes.length];
			for (int i = 0; i < result.length; i++)
				result[i] = bytes[i] & 0xFF;
			return result;
		}

		/** {@return the values of an int64, int32 or uint8 array} */
		public int[] ints() {
			return Arrays.stream(longs()).mapToInt(Math::toIntExact).toArray();
		}

		/** {@return the values of a uint8 or bool array} */
		public byte[] bytes() {
			if (data instanceof byte[] values) return values;
			throw new IllegalStateException("not an array of bytes but " + data.getClass().getSimpleName());
		}

		/** {@return number of values} */
		public int length() {
			return java.lang.reflect.Array.getLength(data);
		}
	}

	private final Map<String, Array> arrays;
	private final Path path;

	private Npz(final Path path, final Map<String, Array> arrays) {
		this.path = path;
		this.arrays = arrays;
	}

	/** {@return all arrays of the file, in its order} */
	public static Npz read(final Path path) {
		final Map<String, Array> arrays = new LinkedHashMap<>();
		try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(path))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
				arrays.put(entry.getName().replaceFirst("\\.npy$", ""), npy(zip));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return new Npz(path, arrays);
	}

	/** {@return the array of this name} */
	public Array get(final String name) {
		final Array array = arrays.get(name);
		if (array == null) throw new NoSuchElementException(path + " has no array " + name + " but " + arrays.keySet());
		return array;
	}

	/** {@return name to array, in the file's order} */
	public Map<String, Array> all() {
		return arrays;
	}

	/** {@return the array in one {@code .npy} stream, which is read to its end} */
	static Array npy(final InputStream in) throws IOException {
		final ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
		final byte[] magic = new byte[6];
		bytes.get(magic);
		if (!Arrays.equals(magic, new byte[] { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y' })) throw new IOException("no .npy");
		final int major = bytes.get();
		bytes.get();
		final byte[] text = new byte[major == 1 ? bytes.getShort() & 0xFFFF : bytes.getInt()];
		bytes.get(text);
		final String header = new String(text, StandardCharsets.ISO_8859_1);
		if (FORTRAN.matcher(header).find()) throw new IOException("Fortran order: " + header);
		final String[] dims = find(SHAPE, header).split(",");
		final long[] shape = Arrays.stream(dims).map(String::trim).filter(s -> !s.isEmpty()).mapToLong(Long::parseLong)
			.toArray();
		final int length = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
		return new Array(shape, values(find(DESCR, header), length, bytes));
	}

	private static String find(final Pattern pattern, final String header) throws IOException {
		final Matcher matcher = pattern.matcher(header);
		if (!matcher.find()) throw new IOException(pattern + " is not in " + header);
		return matcher.group(1);
	}

	private static Object values(final String type, final int length, final ByteBuffer bytes) throws IOException {
		switch (type) {
			case "<f4":
				final float[] floats = new float[length];
				bytes.asFloatBuffer().get(floats);
				return floats;
			case "<f8":
				final double[] doubles = new double[length];
				bytes.asDoubleBuffer().get(doubles);
				return doubles;
			case "<i8":
				final long[] longs = new long[length];
				bytes.asLongBuffer().get(longs);
				return longs;
			case "<i4":
				final int[] ints = new int[length];
				bytes.asIntBuffer().get(ints);
				return ints;
			case "|u1":
			case "|b1":
				final byte[] plain = new byte[length];
				bytes.get(plain);
				return plain;
			default:
				throw new IOException("cannot read .npy of type " + type);
		}
	}
}
