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
package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.bridge.MenuEntryService;
import io.sonoflow.dataset.Dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.command.CommandService;

class MakePhantomsTest {

	@TempDir
	private Path folder;

	@Test
	void makesASetOfBothOrgans() throws InterruptedException, ExecutionException {
		final Path output = folder.resolve("phantoms ü");
		try (Context context = new Context(CommandService.class, MenuEntryService.class)) {
			context.service(CommandService.class).run(MakePhantomsCommand.class, true, "output", output.toFile(), "patients", 2,
				"organs", "testis, thyroid", "size", 64, "screens", false, "seed", 3L).get();
		}
		assertTrue(Files.isRegularFile(output.resolve("run.json")));
		final Dataset data = Dataset.read(output, Monitor.NONE);
		assertEquals(8, data.samples().size());
		assertEquals(4, data.samples().stream().filter(sample -> sample.organ().equals("thyroid")).count());
		assertEquals(2, data.requireClasses().size());
	}

	@ParameterizedTest
	@CsvSource({ "patients,0", "size,10", "inhomogeneous,1.01", "noise,-0.1", "markers,2", "biased,-1", "organs,liver" })
	void refusesWhatIsOutOfRange(final String key, final String value) {
		final Path output = folder.resolve("out");
		try (Context context = new Context(CommandService.class, MenuEntryService.class)) {
			final Object typed = key.equals("organs") ? value : key.equals("patients") || key.equals("size") ? (Object) Integer
				.valueOf(value) : Double.valueOf(value);
			final Throwable e = assertThrows(ExecutionException.class, () -> context.service(CommandService.class).run(
				MakePhantomsCommand.class, true, "output", output.toFile(), key, typed).get());
			String message = "";
			for (Throwable cause = e; cause != null; cause = cause.getCause())
				message += cause.getMessage() + "\n";
			assertTrue(message.contains(key) && message.contains(value), message);
		}
		assertFalse(Files.exists(output));
	}
}
