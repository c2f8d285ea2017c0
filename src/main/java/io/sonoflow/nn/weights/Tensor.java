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
package io.sonoflow.nn.weights;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * One array of numbers of a weight file, in C order. Its content stays in the file until it is asked for, and is read
 * anew each time: nothing but what is returned stays in memory. Views (strides, offsets, shared storages) look like any
 * other tensor. Immutable and thread-safe.
 */
public final class Tensor {

	private final DType dtype;
	private final long[] shape;
	private final int size;
	private final Storage storage;
	private final long offset;
	private final long[] strides;

	/**
	 * @param offset of the first element in the storage, in elements
	 * @param strides in elements, one a dimension, none negative
	 * @throws IllegalArgumentException if the view is not within the storage; the message says how
	 */
	Tensor(final DType dtype, final long[] shape, final Storage storage, final long offset, final long[] strides) {
		this.dtype = dtype;
		this.shape = shape.clone();
		this.size = Bytes.size(shape);
		this.storage = storage;
		this.offset = offset;
		this.strides = strides.clone();
		checkView();
	}

	/** {@return a tensor of these values (copied): F32} */
	public static Tensor of(final float[] values, final long... shape) {
		final ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, 4)).order(
			ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(values);
		return of(DType.F32, bytes, shape);
	}

	/** {@return a tensor of these values (copied): F64} */
	public static Tensor of(final double[] values, final long... shape) {
		final ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, 8)).order(
			ByteOrder.LITTLE_ENDIAN);
		bytes.asDoubleBuffer().put(values);
		return of(DType.F64, bytes, shape);
	}

	/** {@return a tensor of these values (copied): I64} */
	public static Tensor of(final long[] values, final long... shape) {
		final ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, 8)).order(
			ByteOrder.LITTLE_ENDIAN);
		bytes.asLongBuffer().put(values);
		return of(DType.I64, bytes, shape);
	}

	/**
	 * @param bytes position..limit: the elements, little-endian, C order; not copied
	 * @return a tensor of these elements
	 */
	public static Tensor of(final DType dtype, final ByteBuffer bytes, final long... shape) {
		final Storage storage = new Storage.Memory(bytes.slice());
		if ((long) Bytes.size(shape) * dtype.bytes() != storage.length()) throw new IllegalArgumentException(
			"A tensor of shape " + Arrays.toString(shape) + " and type " + dtype + " has not " + storage.length() +
				" bytes");
		return new Tensor(dtype, shape, storage, 0, Bytes.contiguous(shape));
	}

	/** {@return type of the elements} */
	public DType dtype() {
		return dtype;
	}

	/** {@return sizes of the dimensions, slowest first (e.g. N, C, H, W); empty for a single number} */
	public long[] shape() {
		return shape.clone();
	}

	/** {@return number of elements} */
	public int size() {
		return size;
	}

	/** {@return {@code size() * dtype().bytes()}} */
	public long byteSize() {
		return (long) size * dtype.bytes();
	}

	/**
	 * @return the elements as floats; integers and doubles are rounded to the nearest
	 * @throws SonoflowException.File if the file can no longer be read
	 */
	public float[] floats() {
		final float[] values = new float[size];
		transfer((from, at, index, count) -> {
			if (dtype == DType.F32) from.position(at).slice().order(from.order()).asFloatBuffer().get(values, index,
				count);
			else for (int i = 0; i < count; i++)
				values[index + i] = dtype.floatAt(from, at + i * dtype.bytes());
		});
		return values;
	}

	/**
	 * @return the elements as doubles, exact except for integers beyond 2^53
	 * @throws SonoflowException.File if the file can no longer be read
	 */
	public double[] doubles() {
		final double[] values = new double[size];
		transfer((from, at, index, count) -> {
			for (int i = 0; i < count; i++)
				values[index + i] = dtype.doubleAt(from, at + i * dtype.bytes());
		});
		return values;
	}

	/**
	 * @return the elements of an integer or bool (0, 1) tensor
	 * @throws IllegalStateException if this is a tensor of floating-point numbers
	 * @throws SonoflowException.File if the file can no longer be read
	 */
	public long[] longs() {
		if (dtype.isFloat()) throw new IllegalStateException("A tensor of type " + dtype +
			" holds no integers: use floats() or doubles()");
		final long[] values = new long[size];
		transfer((from, at, index, count) -> {
			for (int i = 0; i < count; i++)
				values[index + i] = dtype.longAt(from, at + i * dtype.bytes());
		});
		return values;
	}

	/**
	 * Writes the {@link #byteSize()} bytes of the elements, little-endian, at the target's position, and moves it.
	 *
	 * @throws BufferOverflowException if the target has less room
	 * @throws SonoflowException.File if the file can no longer be read
	 */
	public void copyTo(final ByteBuffer target) {
		if (target.remaining() < byteSize()) throw new BufferOverflowException();
		final ByteBuffer elements = target.slice().limit((int) byteSize()).slice();
		if (isContiguous() && (storage.order() == ByteOrder.LITTLE_ENDIAN || dtype.bytes() == 1)) withReader(
			reader -> reader.read(offset * dtype.bytes(), elements));
		else transfer((from, at, index, count) -> Bytes.copy(from, at, elements, index, count, dtype.bytes()));
		target.position(target.position() + (int) byteSize());
	}

	/** Writes the bytes of the elements, little-endian, through a small buffer where they lie in a file as they are. */
	void writeTo(final FileChannel channel) throws IOException {
		if (!isContiguous() || storage.order() != ByteOrder.LITTLE_ENDIAN) {
			final ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(byteSize()));
			copyTo(bytes);
			SafetensorsWriter.writeFully(channel, bytes.flip());
			return;
		}
		final ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(byteSize(), 1 << 20));
		try (Storage.Reader reader = storage.open()) {
			for (long at = 0; at < byteSize(); at += buffer.capacity()) {
				buffer.clear().limit((int) Math.min(buffer.capacity(), byteSize() - at));
				reader.read(offset * dtype.bytes() + at, buffer);
				SafetensorsWriter.writeFully(channel, buffer.flip());
			}
			reader.verify();
		}
	}

	/** {@return the same elements in another shape of the same size} */
	public Tensor reshape(final long... newShape) {
		if (Bytes.size(newShape) != size) throw new IllegalArgumentException("A tensor of shape " + Arrays.toString(shape) +
			" cannot have the shape " + Arrays.toString(newShape));
		if (isContiguous()) return new Tensor(dtype, newShape, storage, offset, Bytes.contiguous(newShape));
		final ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(byteSize()));
		copyTo(bytes);
		return of(dtype, bytes.flip(), newShape);
	}

	/** {@return whether it is the same view of the same storage, so that its values need not be compared} */
	boolean isSame(final Tensor other) {
		return dtype == other.dtype && offset == other.offset && Storage.same(storage, other.storage) && Arrays.equals(
			shape, other.shape) && Arrays.equals(strides, other.strides);
	}

	/** {@return e.g. {@code F32 [64, 1, 7, 7]}} */
	@Override
	public String toString() {
		return dtype + " " + Arrays.toString(shape);
	}

	/** Takes runs of elements: {@code count} of them from byte {@code at}, to the flat C-order index {@code index}. */
	interface Sink {

		void accept(ByteBuffer from, int at, int index, int count);
	}

	/** Hands every element to the sink, the storage being read in its own order, a window at a time. */
	private void transfer(final Sink sink) {
		if (size == 0) return;
		withReader(reader -> new Transfer(dtype.bytes(), shape, strides, offset, reader, storage.order()).run(sink,
			isContiguous()));
	}

	/** Something done with the storage's bytes. */
	private interface Reading {

		void with(Storage.Reader reader) throws IOException;
	}

	private void withReader(final Reading reading) {
		try (Storage.Reader reader = storage.open()) {
			reading.with(reader);
			reader.verify();
		}
		catch (final IOException e) {
			throw new SonoflowException.File("The weights in " + storage.name() + " cannot be read any more (" + e
				.getMessage() + "): leave the file in its place, unchanged, until it is loaded.", e);
		}
	}

	boolean isContiguous() {
		if (size == 0) return true;
		long expected = 1;
		for (int i = shape.length - 1; i >= 0; i--) {
			if (shape[i] != 1 && strides[i] != expected) return false;
			expected *= shape[i];
		}
		return true;
	}

	private void checkView() {
		if (strides.length != shape.length) throw new IllegalArgumentException(shape.length + " sizes but " +
			strides.length + " strides");
		if (offset < 0) throw new IllegalArgumentException("the offset " + offset + " is negative");
		final long capacity = storage.length() / dtype.bytes();
		long last = offset;
		for (int i = 0; i < shape.length; i++) {
			if (strides[i] < 0) throw new IllegalArgumentException("the stride " + strides[i] + " is negative");
			if (size > 0 && shape[i] > 1 && strides[i] > (capacity - last) / (shape[i] - 1)) last = capacity;
			else if (size > 0) last += strides[i] * (shape[i] - 1);
		}
		if (size > 0 && last >= capacity || offset > capacity) throw new IllegalArgumentException("a view of shape " +
			Arrays.toString(shape) + ", strides " + Arrays.toString(strides) + " and offset " + offset +
			" reaches beyond its storage of " + capacity + " elements");
	}
}
