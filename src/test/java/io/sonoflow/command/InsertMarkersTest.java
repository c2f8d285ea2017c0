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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a macro, as users call it: a folder of class folders in, a data set with marks out. */
class InsertMarkersTest {

	@TempDir
	private Path folder;

	@Test
	void marksTheLabelThatIsNamedAndKeepsFilesOfOneNameApart() throws IOException {
		final Scene scene = new Scene(folder);
		for (int i = 0; i < 3; i++)
			scene.gray("scans/sick/" + i + ".png", 64, 64).gray("scans/well/" + i + ".png", 64, 64);
		final Path output = folder.resolve("with marks");
		final MacroRun run = MacroRun.of(Files.createDirectories(folder.resolve("macro")), "Insert Markers...", "input=[" +
			folder.resolve("scans") + "] output=[" + output + "] label=well kinds=[plus, side-bars] seed=2");
		assertEquals(0, run.code(), run.errors());
		final List<Sample> samples = Dataset.read(output, Monitor.NONE).samples();
		assertEquals(6, samples.size());
		assertEquals(6, samples.stream().map(Sample::image).distinct().count());
		final List<Sample> before = Dataset.read(folder.resolve("scans"), Monitor.NONE).samples();
		for (int i = 0; i < 6; i++) {
			final byte[] old = Images.pixels(ImageFiles.readGray(before.get(i).image()));
			final byte[] now = Images.pixels(ImageFiles.readGray(samples.get(i).image()));
			final byte[] mask = Images.pixels(ImageFiles.readMask(samples.get(i).marks()));
			assertEquals(before.get(i).label(), samples.get(i).label());
			assertEquals(samples.get(i).label().equals("well"), IntStream.range(0, mask.length).anyMatch(p -> mask[p] != 0));
			assertTrue(IntStream.range(0, mask.length).allMatch(p -> old[p] == now[p] || mask[p] != 0));
		}
		assertTrue(Files.readString(output.resolve("run.json")).contains("\"marked\": 3"));
	}
}
