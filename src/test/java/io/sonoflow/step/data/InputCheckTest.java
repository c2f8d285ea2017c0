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
package io.sonoflow.step.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.image.Images;
import io.sonoflow.image.appearance.Appearance;
import io.sonoflow.image.appearance.AppearanceRange;
import io.sonoflow.image.augment.AugmentationSettings;
import io.sonoflow.run.RunFolder;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run records of images that are unlike those that its models were trained on. */
class InputCheckTest {

	@TempDir
	Path folder;

	private static InputCheck check() {
		return new InputCheck(Optional.of(AppearanceRange.of(List.of(Appearance.of(Images.bytes(new byte[64 * 64], 64, 64))))));
	}

	private int recorded(final String name, final List<List<String>> checks) {
		RunFolder.execute(new RunFolder.Run("Test...", new AugmentationSettings(), folder.resolve(name), false, List.of()),
			Monitor.NONE, run -> {
				checks.forEach(warnings -> check().tell("images", List.of("a", "b", "c"), warnings, run, Monitor.NONE));
				return null;
			});
		return HashFill.json(folder.resolve(name).resolve("run.json")).getAsJsonObject("figures").get(InputCheck.FIGURE)
			.getAsInt();
	}

	@Test
	void ofSeveralModelsTheOneThatKnowsFewestCounts() {
		final List<String> none = List.of("", "", "");
		final List<String> two = List.of("dark", "", "small");
		assertEquals(2, recorded("first", List.of(two, none)));
		assertEquals(2, recorded("last", List.of(none, two)));
		assertEquals(0, recorded("no", List.of(none, none)));
	}
}
