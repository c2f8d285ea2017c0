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
package io.sonoflow.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.sonoflow.Npz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Assumptions;

/** The reference's files and how results are compared with them. */
final class Reference {

	private Reference() {
	}

	/** {@return the folder of a topic; skips the test if it is not there} */
	static Path folder(final String topic) {
		final Path folder = Path.of("..", "shared", "reference", topic);
		Assumptions.assumeTrue(Files.isDirectory(folder), "skipped: no reference in " + folder);
		return folder;
	}

	static Npz npz(final String topic, final String name) {
		return Npz.read(folder(topic).resolve(name + ".npz"));
	}

	static JsonObject json(final String topic, final String name) {
		try {
			return JsonParser.parseString(Files.readString(folder(topic).resolve(name + ".json"))).getAsJsonObject();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** {@return part i of n equal ones} */
	static double[] part(final double[] values, final int i, final int n) {
		return Arrays.copyOfRange(values, i * (values.length / n), (i + 1) * (values.length / n));
	}

	/** {@return the values cut into n images} */
	static double[][] images(final double[] values, final int n) {
		final double[][] result = new double[n][];
		for (int i = 0; i < n; i++)
			result[i] = part(values, i, n);
		return result;
	}

	/** {@return the images one after the other} */
	static double[] join(final double[][] images) {
		return Arrays.stream(images).flatMapToDouble(Arrays::stream).toArray();
	}

	static float[] floats(final double[] values) {
		final float[] result = new float[values.length];
		for (int i = 0; i < result.length; i++)
			result[i] = (float) values[i];
		return result;
	}

	/** Fails if a value is off by more than the tolerance, or the tolerance times the largest value if that is above 2. */
	static void assertClose(final String what, final double[] expected, final double[] actual, final double tolerance) {
		assertEquals(expected.length, actual.length, what + ": number of values");
		double largest = 0;
		double worst = 0;
		for (int i = 0; i < expected.length; i++) {
			largest = Math.max(largest, Math.abs(expected[i]));
			final double off = Math.abs(expected[i] - actual[i]);
			worst = Double.isNaN(off) ? Double.POSITIVE_INFINITY : Math.max(worst, off);
		}
		final double error = worst / (largest > 2 ? largest : 1);
		assertTrue(error <= tolerance, what + ": error " + error + " is above " + tolerance);
	}
}
