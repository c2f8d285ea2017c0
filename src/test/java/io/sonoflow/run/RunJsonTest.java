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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJsonTest {

	@TempDir
	Path temp;

	static JsonObject json(final Path file) throws IOException {
		return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
	}

	@Test
	void numbersThatAreNoneAreNullAndMissing() throws IOException {
		final Trial trial = Trial.in(temp.resolve("out"));
		trial.run(folder -> {
			folder.figure("auc", Double.NaN);
			folder.figure("folds", List.of(0.5, Double.POSITIVE_INFINITY));
			folder.figure("by", Map.of("a", Double.NEGATIVE_INFINITY));
			folder.figure("f1", 0.25);
			return null;
		});
		final String text = Files.readString(temp.resolve("out/run.json"));
		assertFalse(text.contains("NaN") || text.contains("Infinity"), text);
		try (JsonReader strict = new JsonReader(new StringReader(text))) {
			assertTrue(new Gson().getAdapter(JsonElement.class).read(strict).getAsJsonObject().getAsJsonObject("figures").get("auc").isJsonNull());
		}
		final RunJson json = RunJson.read(temp.resolve("out/run.json"), "").orElseThrow();
		assertEquals(Optional.empty(), json.figure("auc"));
		assertEquals(Optional.of("0.25"), json.figure("f1"));
		assertEquals(Map.of("folds", "0.5,", "f1", "0.25"), json.figures());
	}

	@Test
	void recordsOfOldAreUnderstood() throws IOException {
		final Path file = Files.writeString(temp.resolve("run.json"),
			"{\"command\": \"Old...\", \"status\": \"finished\", \"figures\": {\"auc\": NaN, \"f1\": -Infinity, \"n\": 3}}");
		final RunJson json = RunJson.read(file, "").orElseThrow();
		assertTrue(json.isFinished());
		assertEquals(Map.of("n", "3"), json.figures());
		assertEquals(Optional.empty(), json.figure("auc"));
		assertEquals(List.of(), json.inputs());
		assertTrue(json.missing().contains("parameters"));
		assertEquals(Optional.empty(), json.parameter("size"));
	}

	@Test
	void whatIsNoRecordIsSaidToBeNone() throws IOException {
		assertEquals(Optional.empty(), RunJson.read(temp.resolve("run.json"), "Go away."));
		for (final String text : List.of("{", "[]", "")) {
			final Path file = Files.writeString(temp.resolve("run.json"), text);
			final String message = assertThrows(SonoflowException.File.class, () -> RunJson.read(file, "Go away."))
				.getMessage();
			assertTrue(message.endsWith("Go away."), message);
		}
	}

	/** The schema has one owner. */
	@Test
	void nobodyElseKnowsTheFields() throws IOException {
		final Path sources = Path.of("src/main/java");
		try (Stream<Path> walk = Files.walk(sources)) {
			for (final Path file : walk.filter(each -> each.toString().endsWith(".java")).toList())
				if (!file.endsWith("RunJson.java")) assertFalse(Files.readString(file).matches(
					"(?s).*\"(replacing|foreign)\".*"), file.toString());
		}
	}
}
