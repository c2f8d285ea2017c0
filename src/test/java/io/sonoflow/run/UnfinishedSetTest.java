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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Half of an image set looks like a set. */
class UnfinishedSetTest {

	@TempDir
	Path temp;

	private void refused(final String input, final String... words) {
		final String message = assertThrows(SonoflowException.class, () -> Dataset.read(temp.resolve(input), Monitor.NONE),
			input).getMessage();
		for (final String word : words)
			assertTrue(message.contains(word), message);
	}

	private int size(final String input) {
		return Dataset.read(temp.resolve(input), Monitor.NONE).samples().size();
	}

	private Trial trial() {
		return Trial.in(temp.resolve("crops"));
	}

	@Test
	void aKilledRunsImagesAreNoSet() throws IOException {
		Trial.end(trial().process("halt", "images/1.png", "masks/1.png"));
		for (final String input : List.of("crops", "crops/images", "crops/masks"))
			refused(input, "not finished", "running", Trial.COMMAND);
		trial().cancel("images/1.png", "masks/1.png");
		for (final String input : List.of("crops", "crops/images"))
			refused(input, "not finished", "cancelled");
		Files.writeString(temp.resolve("crops/dataset.csv"), "image\nimages/1.png\n");
		refused("crops/dataset.csv", "not finished");
		assertEquals(1, size("crops/images/1.png"), "one image is whole");
		trial().write("images/1.png", "images/2.png");
		assertEquals(2, size("crops/images"));
		assertEquals(1, size("crops"));
	}

	@Test
	void foldersOfAnyNameAndDepthAreOfTheKilledRun() throws IOException {
		assertNotEquals(0, Trial.end(trial().process("halt", "cams/deep/1.png")));
		refused("crops/cams", "not finished");
		refused("crops/cams/deep", "not finished");
		Files.createDirectories(temp.resolve("crops/mine"));
		Files.writeString(temp.resolve("crops/mine/1.png"), "");
		assertEquals(1, size("crops/mine"));
		trial().write();
		assertEquals(1, size("crops/cams/deep"));
	}

	@Test
	void noLinkAndNoTableLeadsPastTheRule() throws IOException {
		assertNotEquals(0, Trial.end(trial().process("halt", "images/1.png", "images/2.png")));
		final Path images = temp.resolve("crops/images");
		Files.createSymbolicLink(temp.resolve("link"), images);
		refused("link", "not finished");
		Files.createDirectories(temp.resolve("set/benign"));
		Files.writeString(temp.resolve("set/benign/3.png"), "");
		Files.createSymbolicLink(temp.resolve("set/malignant"), images);
		refused("set", "not finished");
		Files.createDirectories(temp.resolve("table"));
		Files.writeString(temp.resolve("table/dataset.csv"), "image\n../crops/images/1.png\n");
		refused("table", "not finished");
		trial().write();
		assertEquals(2, size("link"));
		assertEquals(3, size("set"));
		assertEquals(1, size("table"));
	}

	/** It had no list of files while it ran. */
	@Test
	void aKilledRunOfVersion01IsKnownByWhatWasThereBefore() throws IOException {
		for (final String name : List.of("crops/cams/1.png", "crops/mine/1.png")) {
			Files.createDirectories(temp.resolve(name).getParent());
			Files.writeString(temp.resolve(name), "");
		}
		Files.writeString(temp.resolve("crops/run.json"),
			"{\"command\":\"Trial...\",\"status\":\"running\",\"parameters\":{\"size\":1},\"inputs\":[]," +
				"\"foreign\":[\"mine/1.png\"]}");
		refused("crops/cams", "not finished");
		assertEquals(1, size("crops/mine"));
	}

	@Test
	void shardsMustHaveBeenMerged() {
		trial().shard("1/2").write("images/1.png");
		refused("crops/images", "not finished");
		trial().shard("2/2").merge("images/2.png");
		assertEquals(2, size("crops/images"));
	}

	@Test
	void whatOthersCallRunJsonDoesNotMatter() throws IOException {
		trial().write("images/1.png");
		for (final String text : List.of("{", "[1]", "{\"epochs\": 3}")) {
			Files.writeString(temp.resolve("crops/run.json"), text);
			assertEquals(1, size("crops/images"));
		}
	}

	@Test
	void imagesAndMasksAreNoClasses() throws IOException {
		for (final String name : List.of("both/images/1.png", "both/masks/1.png", "some/benign/1.png", "some/malignant/2.png",
			"some/Masks/1.png")) {
			Files.createDirectories(temp.resolve(name).getParent());
			Files.writeString(temp.resolve(name), "");
		}
		refused("both", "images, masks", "dataset.csv");
		assertEquals(List.of("benign", "malignant"), List.copyOf(Dataset.read(temp.resolve("some"), Monitor.NONE).labelCounts()
			.keySet()));
	}

	@Test
	void anUnfinishedRunsModelIsUsedWithAWord() throws IOException {
		trial().cancel("model.txt", "models/1.txt");
		assertHeard("cancelled", "model.txt", "models/1.txt");
	}

	@Test
	void aKilledRunsModelIsUsedWithAWord() throws IOException {
		Trial.end(trial().process("halt", "models/1.txt", "checkpoint/step_7/ema.txt"));
		assertHeard("running", "models/1.txt", "checkpoint/step_7/ema.txt");
	}

	private void assertHeard(final String status, final String... names) {
		final List<String> heard = new ArrayList<>();
		for (final String name : names) {
			final Path output = temp.resolve("out-" + name.replace('/', '-'));
			RunFolder.execute(new RunFolder.Run("Other...", new Trial.Config(1, output, false, ""), output, false, List.of(
				temp.resolve("crops").resolve(name))), new Monitor() {

					@Override
					public void warn(final String text) {
						heard.add(text);
					}
				}, folder -> null);
		}
		assertEquals(2, heard.size());
		assertTrue(heard.stream().allMatch(text -> text.contains(status)), heard.toString());
		assertFalse(heard.get(0).equals(heard.get(1)));
	}
}
