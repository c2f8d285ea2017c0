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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The one door to the reference's numbers, which other people's code computed: one folder a topic, arrays as {@code .npz},
 * settings and single numbers as {@code .json}.
 *
 * <pre>
 * &#64;Tag(Fixtures.TAG)
 * &#64;Test
 * void matchesTheReference() {
 * 	final JsonObject cases = Fixtures.json("contrastive", "values").getAsJsonObject("cases");
 * 	for (final String name : cases.keySet())
 * 		check(cases.getAsJsonObject(name), Fixtures.npz("contrastive", name));
 * }
 * </pre>
 * <p>
 * They come from the folder of the system property {@value #FOLDER}; without it from {@code ../shared/reference}, and where
 * that is absent from the small set in {@code src/test/resources/reference}. Cases, seeds, sizes and phases are read from
 * the files, never written into a test: any set of the same topics serves. What is not there skips its tests and says so,
 * unless {@code -Dfixtures=required}: then it fails, and the small set does not count.
 *
 * <pre>
 * mvn test -Dgroups=fixtures -Dfixtures.dir=/data/another/set
 * </pre>
 */
public final class Fixtures {

	/** JUnit's tag of every test that reads them. */
	public static final String TAG = "fixtures";

	/** Property that names the folder of the topics. */
	public static final String FOLDER = "fixtures.dir";

	/** Property that is {@code required} where nothing may be missing. */
	public static final String STRICT = "fixtures";

	/** What the tests read. */
	public static final List<String> TOPICS = List.of("cam", "contrastive", "diffusion", "explain_tests", "gan", "generative_extra",
		"labelnoise", "manifold", "metrics", "morphology", "optim", "preprocess", "resnet18", "sam", "samplers", "schedule", "segmentation", "unet", "video",
		"vit_extras", "vit_mae", "weights");

	private static final Path SHARED = Path.of("..", "shared", "reference");

	static {
		sayOnce();
	}

	private Fixtures() {
	}

	/** {@return whether what is missing is a failure} */
	private static boolean required() {
		return "required".equals(System.getProperty(STRICT));
	}

	/** {@return where a topic would be looked for first} */
	private static Path root() {
		return isGiven() ? Path.of(System.getProperty(FOLDER)) : SHARED;
	}

	/** {@return whether another set than the project's own was given; of its own a test may know how much there is} */
	public static boolean isGiven() {
		return !System.getProperty(FOLDER, "").isBlank();
	}

	/** {@return whether the small set may stand in} */
	private static boolean smallServes() {
		return !required() && root().equals(SHARED) && !Files.isDirectory(SHARED);
	}

	/** {@return the folder that the topics are read from, which may be absent} */
	private static Path source() {
		if (!smallServes()) return root();
		try {
			return Path.of(Fixtures.class.getResource("/reference").toURI());
		}
		catch (final URISyntaxException e) {
			throw new AssertionError(e);
		}
	}

	/** A skip that nobody hears of would look like a pass. */
	private static void say(final String text) {
		System.out.println("[fixtures] " + text);
	}

	private static void sayOnce() {
		final Path source = source();
		final Map<Boolean, TreeSet<String>> there = new TreeMap<>(Map.of(true, new TreeSet<>(), false, new TreeSet<>()));
		for (final String topic : TOPICS)
			there.get(Files.isDirectory(source.resolve(topic))).add(topic);
		say((smallServes() ? SHARED + " is absent: the small set of the test resources serves" : "from " + source) + ": " +
			(there.get(true).isEmpty() ? "nothing" : String.join(", ", there.get(true))) + (there.get(false).isEmpty() ? ""
				: "; " + (required() ? "missing" : "skipped") + ": " + String.join(", ", there.get(false))));
	}

	/** Ends the test: failed where fixtures are required, else skipped aloud. */
	private static AssertionError missing(final String what) {
		final String text = "no " + what + " in " + source();
		if (required()) return Assertions.fail(text + ", and -D" + STRICT + "=required");
		say("skipped: " + text);
		return Assumptions.abort("skipped: " + text);
	}

	/** {@return the folder of a topic; without it the test ends} */
	public static Path folder(final String topic) {
		final Path folder = source().resolve(topic);
		if (!Files.isDirectory(folder)) throw missing("topic " + topic);
		return folder;
	}

	/** {@return a file of a topic; without it the test ends} */
	public static Path file(final String topic, final String name) {
		final Path file = folder(topic).resolve(name);
		if (!Files.isRegularFile(file)) throw missing("file " + topic + "/" + name);
		return file;
	}

	/**
	 * @param pattern regular expression of the whole file name, its first group what is wanted of it
	 * @return the wanted parts of the names of all such files of a topic, sorted; if there are none the test ends
	 */
	public static List<String> names(final String topic, final String pattern) {
		try (Stream<Path> files = Files.list(folder(topic))) {
			final List<String> names = matches(files.map(file -> file.getFileName().toString()).toList(), pattern);
			if (names.isEmpty()) throw missing("file like " + topic + "/" + pattern);
			return names;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** {@return first group of the pattern in each of the names that it matches as a whole, sorted, none twice} */
	public static List<String> matches(final Iterable<String> names, final String pattern) {
		final Pattern compiled = Pattern.compile(pattern);
		final TreeSet<String> found = new TreeSet<>();
		for (final String name : names) {
			final var matcher = compiled.matcher(name);
			if (matcher.matches()) found.add(matcher.group(1));
		}
		return List.copyOf(found);
	}

	/** {@return the arrays of {@code <topic>/<name>.npz}} */
	public static Npz npz(final String topic, final String name) {
		return Npz.read(file(topic, name + ".npz"));
	}

	/** {@return the top object of {@code <topic>/<name>.json}} */
	public static JsonObject json(final String topic, final String name) {
		return HashFill.json(file(topic, name + ".json"));
	}

	/** {@return an object inside of {@code <topic>/<name>.json}; a set too small for it ends the test} */
	public static JsonObject json(final String topic, final String name, final String... path) {
		JsonObject json = json(topic, name);
		for (final String key : path) {
			if (!json.has(key)) throw missing("\"" + String.join("/", path) + "\" in " + topic + "/" + name + ".json");
			json = json.getAsJsonObject(key);
		}
		return json;
	}

	/** Fails if an element differs by more than the tolerance times the largest element. */
	public static void assertClose(final String what, final float[] expected, final float[] actual,
		final double tolerance)
	{
		assertEquals(expected.length, actual.length, what + ": number of values");
		double largest = 0;
		double worst = 0;
		for (int i = 0; i < expected.length; i++) {
			largest = Math.max(largest, Math.abs(expected[i]));
			final double off = Math.abs((double) expected[i] - actual[i]);
			worst = Double.isNaN(off) ? Double.POSITIVE_INFINITY : Math.max(worst, off);
		}
		final double error = worst / Math.max(largest, Double.MIN_NORMAL);
		assertTrue(error <= tolerance, what + ": relative error " + error + " is above " + tolerance);
	}

	/** Fails if a value is off by more than the tolerance, or the tolerance times the largest value if that is above 2. */
	public static void assertClose(final String what, final double[] expected, final double[] actual,
		final double tolerance)
	{
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

	/** Fails if an element differs by more than the tolerance times the largest element, however small that is. */
	public static void assertRelative(final String what, final double[] expected, final double[] actual, final double tolerance) {
		assertEquals(expected.length, actual.length, what + ": number of values");
		double largest = 0;
		double worst = 0;
		for (int i = 0; i < expected.length; i++) {
			largest = Math.max(largest, Math.abs(expected[i]));
			final double off = Math.abs(expected[i] - actual[i]);
			worst = Double.isNaN(off) ? Double.POSITIVE_INFINITY : Math.max(worst, off);
		}
		final double error = worst / Math.max(largest, Double.MIN_NORMAL);
		assertTrue(error <= tolerance, what + ": relative error " + error + " is above " + tolerance);
	}
}
