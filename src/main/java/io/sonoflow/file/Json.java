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
package io.sonoflow.file;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;

import java.io.IOException;
import java.util.function.DoubleFunction;

/**
 * JSON that every program reads, of records with numbers that may be none: JSON has no word for NaN and infinities, so they
 * are the texts "NaN", "Infinity" and "-Infinity". What version 0.1 wrote without the quotes is read as well.
 */
public final class Json {

	/** Of records. */
	public static final Gson RECORDS = new GsonBuilder().registerTypeAdapter(double.class, numbers(value -> value))
		.registerTypeAdapter(Double.class, numbers(value -> value)).registerTypeAdapter(float.class, numbers(
			value -> (float) value)).registerTypeAdapter(Float.class, numbers(value -> (float) value)).create();

	private Json() {
	}

	private static TypeAdapter<Number> numbers(final DoubleFunction<Number> read) {
		return new TypeAdapter<Number>() {

			@Override
			public void write(final JsonWriter out, final Number value) throws IOException {
				if (Double.isFinite(value.doubleValue())) out.value(value);
				else out.value(value.toString());
			}

			@Override
			public Number read(final JsonReader in) throws IOException {
				return read.apply(in.nextDouble());
			}
		}.nullSafe();
	}
}
