package io.sonoflow.curate.manifold;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.sonoflow.Npz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The fixtures of generative metrics; a test that needs them is skipped where they are absent. */
final class Fixture {

	private static final Path FOLDER = Path.of("..", "shared", "reference", "manifold");

	private Fixture() {
	}

	/** @return the arrays of one file, e.g. {@code random} */
	static Npz read(final String name) {
		final Path path = FOLDER.resolve(name + ".npz");
		assumeTrue(Files.exists(path), "the fixture " + path + " is not there");
		return Npz.read(path);
	}

	/** @return the {@code real} or {@code fake} features of one file */
	static Features features(final String name, final String which) {
		final Npz.Array array = read(name).get(which);
		return Features.of(array.floats(), Math.toIntExact(array.shape()[1]));
	}

	/** @return the expected figures */
	static JsonObject scores() {
		final Path path = FOLDER.resolve("scores.json");
		assumeTrue(Files.exists(path), "the fixture " + path + " is not there");
		try {
			return JsonParser.parseString(Files.readString(path)).getAsJsonObject();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
