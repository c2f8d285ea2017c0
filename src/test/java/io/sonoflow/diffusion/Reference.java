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

	/** @return the folder of a topic; skips the test if it is not there */
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

	/** @return part i of n equal ones */
	static double[] part(final double[] values, final int i, final int n) {
		return Arrays.copyOfRange(values, i * (values.length / n), (i + 1) * (values.length / n));
	}

	/** @return the values cut into n images */
	static double[][] images(final double[] values, final int n) {
		final double[][] result = new double[n][];
		for (int i = 0; i < n; i++)
			result[i] = part(values, i, n);
		return result;
	}

	/** @return the images one after the other */
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
