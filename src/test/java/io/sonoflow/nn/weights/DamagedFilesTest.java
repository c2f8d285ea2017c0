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
package io.sonoflow.nn.weights;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Fixtures;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a file's bytes, it is read or refused with our own exception: nothing else comes out. */
class DamagedFilesTest {

	private static final int ROUNDS = 200;

	@TempDir
	private Path folder;

	/** {@return files of every kind that can be read, up to 12 kB so that some of the bytes that are changed matter} */
	static List<String> readable() {
		return Fixtures.names("weights", "((?:pt_(?:views|nested|unknown|deflated|hand)|st_(?:all|escapes)).*)").stream().filter(
			name -> Fixtures.file("weights", name).toFile().length() < 12_000).toList();
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("readable")
	void changedBytesAndCuts(final String name) throws IOException {
		final byte[] whole = Files.readAllBytes(Fixtures.file("weights", name));
		int refused = 0;
		for (int round = 0; round < ROUNDS; round++) {
			final RandomStream random = RandomStream.of(1, "damage", round);
			final byte[] damaged = round % 4 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
			for (int i = random.nextInt(4); i >= 0 && damaged.length > 0; i--)
				damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
			final Path file = Files.write(folder.resolve("damaged"), damaged);
			refused += assertTimeoutPreemptively(Duration.ofSeconds(5), () -> read(file)) ? 0 : 1;
		}
		assertTrue(refused > ROUNDS / 4, refused + " of " + ROUNDS + " refused");
	}

	/** {@return whether it could be read} */
	private static boolean read(final Path file) {
		try {
			for (final Tensor tensor : Weights.read(file).tensors().values())
				if (tensor.size() < 1 << 20) tensor.doubles();
			return true;
		}
		catch (final SonoflowException.File e) {
			return false;
		}
	}
}
