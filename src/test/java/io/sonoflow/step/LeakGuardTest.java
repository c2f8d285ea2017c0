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
package io.sonoflow.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.Tables;
import io.sonoflow.nn.Torch;
import io.sonoflow.train.Textures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cross-Validate says it when training and test are not as separate as they look. */
class LeakGuardTest {

	@TempDir
	private Path folder;

	/** What a run warned of. */
	private static final class Ear implements Monitor {

		final List<String> heard = new ArrayList<>();

		@Override
		public void warn(final String text) {
			heard.add(text);
		}
	}

	@Test
	void aCopyAndASecondSpellingAreToldAndListed() throws IOException {
		Torch.threads(1);
		final Path table = Textures.write(folder.resolve("data"), 6, 48);
		final List<Sample> samples = new ArrayList<>(Dataset.read(table, Monitor.NONE).samples());
		final Sample first = samples.get(0);
		final Path copy = table.resolveSibling("copy.png");
		Files.copy(first.image(), copy);
		samples.add(new Sample(copy, samples.get(samples.size() - 1).patient(), "", "", first.label(), "", null, "", Map.of()));
		final Path other = table.resolveSibling("other.png");
		Files.copy(samples.get(1).image(), other);
		samples.add(new Sample(other, first.patient().toUpperCase(Locale.ROOT), "", "", first.label(), "", null, "",
			Map.of()));
		Dataset.write(table, samples);
		final Path output = folder.resolve("out");
		final Ear ear = new Ear();
		CrossValidateClassifierStep.run(new CrossValidateClassifierStep.Config(table, output, "resnet18", null, "", 32, 1, 4,
			1e-4, 1e-3, 1e-5, 1, false, 2, 1, null, "cpu", 5, "1/1", false), ear);
		assertTrue(ear.heard.stream().anyMatch(text -> text.contains("written in several ways") && text.contains(first
			.patient())), ear.heard::toString);
		assertTrue(ear.heard.stream().anyMatch(text -> text.contains("nearly the same") && text.contains("copy.png")),
			ear.heard::toString);
		final List<List<String>> rows = Tables.read(output.resolve(LeakGuard.FILE)).rows();
		assertTrue(rows.stream().anyMatch(row -> row.get(1).endsWith("copy.png") && row.get(2).equals(first.patient()) &&
			Double.parseDouble(row.get(6)) > 0.999), rows::toString);
		final JsonObject figures = HashFill.json(output.resolve("run.json")).getAsJsonObject("figures");
		assertEquals(rows.size(), figures.get("duplicates").getAsInt());
	}
}
