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
package io.sonoflow.step.crossvalidate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.run.PartStore;
import io.sonoflow.run.RunFolder;
import io.sonoflow.run.Shard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process of version 0.1 left (files as that wrote them) is finished by this one. */
class UnfinishedOldRunTest {

	/** Relative, as records have paths as they were given. */
	private static final Path FILES = Path.of("src/test/resources/io/sonoflow/step/crossvalidate/version01");

	@TempDir
	Path temp;

	/** What the part holds does not matter here. */
	private record Payload(int value) {
	}

	private void copy(final String name, final String to) throws IOException {
		Files.createDirectories(temp.resolve(to).getParent());
		Files.copy(FILES.resolve(name), temp.resolve(to));
	}

	private RunFolder.Run run() {
		final Path input = FILES.resolve("input");
		final CrossValidateClassifier step = new CrossValidateClassifier(input.toFile(), temp.resolve("out").toFile());
		step.network.size = 224;
		step.training.epochs = 20;
		step.training.batch = 16;
		step.training.backbonerate = 1e-4;
		step.training.headrate = 1e-3;
		step.training.decay = 0.01;
		step.augmentation.markers = 0;
		step.division.folds = 5;
		step.division.seeds = 1;
		return new RunFolder.Run(step.label(), step, temp.resolve("out"), false, List.of(input));
	}

	private Optional<Payload> part(final RunFolder folder) {
		return new PartStore<>(folder.path(), "parts", Payload.class).find("seed0_fold1", folder.key(), part -> true);
	}

	@Test
	void itsPartsAreFoundUntilTheRunEnds() throws IOException {
		copy("run.json", "out/run.json");
		copy("seed0_fold1.json", "out/parts/seed0_fold1.json");
		for (int attempt = 0; attempt < 2; attempt++)
			try {
				RunFolder.execute(run(), Monitor.NONE, folder -> {
					assertTrue(folder.resumed());
					assertEquals(Optional.of(new Payload(7)), part(folder));
					throw new IllegalStateException("enough");
				});
			}
			catch (final IllegalStateException e) {
				assertEquals("enough", e.getMessage());
			}
		assertTrue(Files.readString(temp.resolve("out/run.json")).contains("\"key\""));
	}

	@Test
	void aShardOfThisVersionFindsThePartsOfAnother() throws IOException {
		copy("run.json", "out/run.shard-1-of-2.json");
		copy("seed0_fold1.json", "out/parts/seed0_fold1.json");
		final RunFolder.Run whole = run();
		final RunFolder.Run second = new RunFolder.Run(whole.command(), whole.parameters(), whole.output(), false, whole
			.inputs(), Shard.parse("2/2"));
		RunFolder.execute(second, Monitor.NONE, folder -> {
			assertEquals(Optional.of(new Payload(7)), part(folder));
			return null;
		});
	}
}
