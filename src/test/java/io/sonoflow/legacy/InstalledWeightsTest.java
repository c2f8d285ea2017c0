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
package io.sonoflow.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.macro.Interpreter;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.install.WeightsStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a macro learns of installed weights, in whichever folder they are. */
class InstalledWeightsTest {

	@TempDir
	private Path store;

	@Test
	void macrosFindThem() throws IOException {
		final String before = System.getProperty(WeightsStore.PROPERTY);
		System.setProperty(WeightsStore.PROPERTY, store.toString());
		try {
			assertEquals("", asked());
			final Path file = Files.createFile(store.resolve("resnet18-imagenet.pth"));
			assertEquals(file.toString(), asked());
			assertTrue(assertThrows(SonoflowException.Input.class, () -> InstalledWeights.file("resnet19")).getMessage().contains(
				"resnet18-imagenet"));
		}
		finally {
			if (before == null) System.clearProperty(WeightsStore.PROPERTY);
			else System.setProperty(WeightsStore.PROPERTY, before);
		}
	}

	private static String asked() {
		return new Interpreter().run("return call('io.sonoflow.legacy.InstalledWeights.file', 'resnet18-imagenet');", null);
	}
}
