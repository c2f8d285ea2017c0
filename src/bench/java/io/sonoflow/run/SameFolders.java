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
package io.sonoflow.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares what two runs wrote, file by file and byte by byte; of records all but times. */
final class SameFolders {

	/** What was there when the last process began depends on when that was, as do the files that one of several shards writes. */
	private static final Set<String> TIMES = Set.of(RunJson.START, RunJson.END, RunJson.FILES, RunJson.FOREIGN);

	/** Blocks of a store of features end where a run was stopped; what is computed from them is compared. */
	private static final String STORE = "features/.*\\.features";

	private SameFolders() {
	}

	/** {@return what differs, in words; empty if nothing does} */
	static List<String> differences(final Path whole, final Path killed) throws IOException {
		final List<String> found = new ArrayList<>();
		final Set<String> expected = names(whole);
		final Set<String> actual = names(killed);
		for (final String name : expected)
			if (!actual.contains(name)) found.add("lacks " + name);
		for (final String name : actual)
			if (!expected.contains(name)) found.add("has left " + name);
		for (final String name : expected)
			if (actual.contains(name)) compare(whole, killed, name, found);
		return found;
	}

	private static void compare(final Path whole, final Path killed, final String name, final List<String> found)
		throws IOException
	{
		final Path a = whole.resolve(name);
		final Path b = killed.resolve(name);
		if (name.matches("run(\\.shard-.*)?\\.json")) records(text(a), text(b), name, found);
		else if (name.endsWith(".html")) {
			if (!text(a).equals(text(b))) found.add(name);
		}
		else if (!Arrays.equals(Files.readAllBytes(a), Files.readAllBytes(b))) found.add(name);
	}

	/** The folders themselves have other names. */
	private static String text(final Path file) throws IOException {
		return Files.readString(file).replace(KillBench.KILLED, "");
	}

	private static void records(final String a, final String b, final String name, final List<String> found) {
		final JsonObject one = JsonParser.parseString(a).getAsJsonObject();
		final JsonObject other = JsonParser.parseString(b).getAsJsonObject();
		final Set<String> fields = new TreeSet<>(one.keySet());
		fields.addAll(other.keySet());
		fields.removeAll(TIMES);
		for (final String field : fields) {
			final JsonElement x = one.get(field);
			final JsonElement y = other.get(field);
			if (x == null || !x.equals(y)) found.add(name + " (" + field + ": " + x + ", " + y + ")");
		}
	}

	private static Set<String> names(final Path folder) throws IOException {
		try (Stream<Path> walk = Files.walk(folder)) {
			return new TreeSet<>(walk.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).filter(
				name -> !name.matches(STORE)).toList());
		}
	}
}
