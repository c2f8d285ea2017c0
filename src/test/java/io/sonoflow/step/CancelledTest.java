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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.step.classify.TrainClassifier;
import io.sonoflow.step.crop.CropUltrasound;
import io.sonoflow.step.marks.InsertMarkers;
import io.sonoflow.step.phantom.MakePhantoms;
import io.sonoflow.step.setup.CheckSetup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is cancelled, wherever: the message claims what is on the disk, and a second run goes on from it. */
class CancelledTest {

	@TempDir
	Path folder;

	/** Cancels when the stage has done so many. */
	private static String cancel(final Step<?> step, final String stage, final long after) {
		return assertThrows(SonoflowException.Cancelled.class, () -> step.run(new Monitor() {

			private volatile boolean reached;

			@Override
			public void progress(final String now, final long done, final long total) {
				reached |= now.equals(stage) && done >= after;
			}

			@Override
			public boolean isCancelled() {
				return reached || stage.isEmpty();
			}
		})).getMessage();
	}

	private static String kept(final Path output, final String what) {
		return "Cancelled. Kept in " + output + ": " + what +
			". Run the command again with the same parameters to go on from there.";
	}

	private long images(final Path output) throws IOException {
		try (Stream<Path> images = Files.list(output.resolve("images"))) {
			return images.filter(file -> !file.getFileName().toString().startsWith(".")).count();
		}
	}

	@Test
	void whatIsSaidIsThere() throws IOException {
		final Path phantoms = folder.resolve("phantoms");
		final Step<?> make = MakePhantoms.of(phantoms).with("patients", 8).with("screens", false).with("size", 64);
		for (final int after : new int[] { 3, 11 }) {
			final String told = cancel(make, "phantoms", after);
			assertEquals(kept(phantoms, images(phantoms) + " of 32 images"), told);
			assertTrue(images(phantoms) >= after);
		}
		make.run(Monitor.NONE);
		assertEquals(32, images(phantoms));

		final Path marks = folder.resolve("marks");
		final Step<?> insert = InsertMarkers.of(phantoms, marks);
		final String marked = cancel(insert, "marks", 6);
		assertEquals(kept(marks, images(marks) + " of 32 images"), marked);

		final Path crops = folder.resolve("crops");
		final String crop = cancel(CropUltrasound.of(phantoms, crops), "crop", 4);
		assertEquals("Cancelled. Nothing is kept to go on from: run again, the command begins anew. What it had written until now " +
			"is in " + crops + " and is no result.", crop);

		final Path model = folder.resolve("model");
		final Step<?> train = TrainClassifier.of(phantoms, model);
		train.set(Map.of("size", 32, "batch", 4, "epochs", 1, "device", "cpu"));
		final String trained = cancel(train, "training", 2);
		assertTrue(trained.matches("Cancelled\\. Kept in \\Q" + model + "\\E: the training up to step 2 of \\d+\\. Run .*"), trained);
		assertTrue(Files.isDirectory(model.resolve("checkpoints/training/step_0000002")));
		assertEquals("Cancelled. Nothing was written.", cancel(CheckSetup.of(), "", 0));
	}
}
