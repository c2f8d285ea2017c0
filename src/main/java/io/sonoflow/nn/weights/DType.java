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

import java.nio.ByteBuffer;

/**
 * The element types of weight files, under the names that safetensors gives them. Elements are read from a buffer in
 * that buffer's byte order.
 */
public enum DType {

	/** IEEE 754 double. */
	F64(8, "float64"),
	/** IEEE 754 float. */
	F32(4, "float32"),
	/** IEEE 754 half: 1 sign, 5 exponent, 10 fraction bits. */
	F16(2, "float16"),
	/** The upper half of a float: 1 sign, 8 exponent, 7 fraction bits. */
	BF16(2, "bfloat16"),
	I64(8, "int64"),
	I32(4, "int32"),
	I16(2, "int16"),
	I8(1, "int8"),
	/** Unsigned; values above 2^63-1 come out of {@link Tensor#longs()} as their two's complement. */
	U64(8, "uint64"),
	U32(4, "uint32"),
	U16(2, "uint16"),
	U8(1, "uint8"),
	/** One byte, 0 or not 0. */
	BOOL(1, "bool");

	private final int bytes;
	private final String torchName;

	DType(final int bytes, final String torchName) {
		this.bytes = bytes;
		this.torchName = torchName;
	}

	/** {@return bytes of one element} */
	public int bytes() {
		return bytes;
	}

	/** {@return PyTorch's name without {@code torch.}, e.g. {@code float32}} */
	public String torchName() {
		return torchName;
	}

	/** {@return whether the elements are floating-point numbers} */
	public boolean isFloat() {
		return this == F64 || this == F32 || this == F16 || this == BF16;
	}

	/** {@return the element at a byte position, exact for everything but 64-bit integers beyond 2^53} */
	double doubleAt(final ByteBuffer buffer, final int position) {
		return switch (this) {
			case F64 -> buffer.getDouble(position);
			case F32, F16, BF16 -> floatAt(buffer, position);
			case U64 -> unsignedToDouble(buffer.getLong(position));
			default -> longAt(buffer, position);
		};
	}

	/** {@return the element at a byte position, rounded to the nearest float where it is none} */
	float floatAt(final ByteBuffer buffer, final int position) {
		return switch (this) {
			case F32 -> buffer.getFloat(position);
			case F16 -> halfToFloat(buffer.getShort(position));
			case BF16 -> Float.intBitsToFloat(buffer.getShort(position) << 16);
			case F64 -> (float) buffer.getDouble(position);
			case U64 -> (float) unsignedToDouble(buffer.getLong(position));
			default -> longAt(buffer, position);
		};
	}

	/** {@return the integer (bool: 0 or 1) at a byte position} */
	long longAt(final ByteBuffer buffer, final int position) {
		return switch (this) {
			case I64, U64 -> buffer.getLong(position);
			case I32 -> buffer.getInt(position);
			case U32 -> buffer.getInt(position) & 0xFFFFFFFFL;
			case I16 -> buffer.getShort(position);
			case U16 -> buffer.getShort(position) & 0xFFFFL;
			case I8 -> buffer.get(position);
			case U8 -> buffer.get(position) & 0xFFL;
			case BOOL -> buffer.get(position) == 0 ? 0 : 1;
			default -> throw new IllegalStateException(torchName + " is no integer type: use floats() or doubles()");
		};
	}

	private static double unsignedToDouble(final long value) {
		return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
	}

	/** IEEE 754 half to float; NaN payloads and the sign of zero are kept. (Java has its own only from 20 on.) */
	static float halfToFloat(final short half) {
		final int sign = (half & 0x8000) << 16;
		final int exponent = (half >> 10) & 0x1F;
		final int fraction = half & 0x3FF;
		if (exponent == 0x1F) return Float.intBitsToFloat(sign | 0x7F800000 | fraction << 13);
		if (exponent != 0) return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
		final float magnitude = fraction * 0x1.0p-24f;
		return sign == 0 ? magnitude : -magnitude;
	}
}
