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
package io.sonoflow.step.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.sam.TinySam;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationFile;
import io.sonoflow.nn.segment.SegmentationNetwork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segment Ultrasound... with a model that is told where the objects are: a small SAM of formula weights. */
class SegmentByPromptsTest {

	private static final int WIDTH = 40, HEIGHT = 30;

	@TempDir
	static Path shared;

	private static Path table;
	private static Path model;

	@TempDir
	Path folder;

	@BeforeAll
	static void make() {
		Torch.threads(1);
		table = Discs.write(shared.resolve("data"), 2, WIDTH, HEIGHT);
		model = TinySam.write(shared.resolve("medsam_tiny.safetensors"));
	}

	private SegmentUltrasound step(final String prompt, final String... rows) throws IOException {
		final SegmentUltrasound step = SegmentUltrasound.of(model, table);
		step.set(Map.of("prompt", prompt, "output", folder.resolve("out"), "device", "cpu"));
		if (rows.length > 0) step.set(Map.of("boxes", Files.writeString(folder.resolve("boxes.csv"), String.join("\n", rows) +
			"\n")));
		return step;
	}

	private int pixels(final String mask) {
		int count = 0;
		for (final byte value : Images.pixels(ImageFiles.open(folder.resolve("out/masks").resolve(mask)).gray(0)))
			if (value != 0) count++;
		return count;
	}

	@Test
	void boxesOfATableBecomeMasksAndObjects() throws IOException {
		final SegmentUltrasound.Result result = step("boxes", "image,x,y,w,h,structure", "p0_0.png,5,5,20,15,nodule",
			"p0_0.png,20,10,15,15,lobe", "p1_1.png,2,2,30,25,nodule").run(Monitor.NONE);
		assertEquals(List.of("nodule", "lobe"), result.structures());
		final Tables.Table objects = Tables.read(folder.resolve("out/objects.csv"));
		assertFalse(objects.rows().isEmpty());
		final int image = objects.header().indexOf("image");
		assertTrue(objects.rows().stream().allMatch(row -> row.get(image).contains("p0_0") || row.get(image).contains("p1_1")),
			objects
			.rows().toString());
		assertTrue(pixels("p0_0.png") > 0, "a mask of the formula's network");
		// Without a prompt there is nothing, and nothing is left out.
		assertEquals(0, pixels("p0_1.png"));
		final String record = Files.readString(folder.resolve("out/run.json"));
		assertTrue(record.contains("MedSAM's preparation: both sides to 64 px"), record);
	}

	@Test
	void pointsAndMasksLikewise() throws IOException {
		step("points", "image,x,y,label,object", "p0_0.png,20,15,1,a", "p0_0.png,2,2,0,a").run(Monitor.NONE);
		assertTrue(pixels("p0_0.png") > 0);
		final SegmentUltrasound masks = step("masks");
		masks.overwrite = true;
		masks.run(Monitor.NONE);
		for (final String name : List.of("p0_0.png", "p0_1.png", "p1_0.png", "p1_1.png"))
			assertTrue(pixels(name) > 0, name);
	}

	/** The first picture shows the second structure alone: what is 8 in the masks is 8 in those that are written. */
	@Test
	void masksAreWrittenByTheValuesOfThePrompts() throws IOException {
		final Path other = Discs.write(folder.resolve("data"), 2, WIDTH, HEIGHT);
		for (final Sample sample : Dataset.read(other, Monitor.NONE).samples()) {
			final boolean first = sample.image().endsWith("p0_0.png");
			final byte[] values = new byte[WIDTH * HEIGHT];
			for (int i = 0; i < values.length; i++)
				values[i] = (byte) (i / WIDTH < 5 || i / WIDTH > 20 ? 0 : i % WIDTH < 15 ? first ? 0 : 7 : i % WIDTH > 20 ? 8 : 0);
			ImageFiles.writePng(sample.mask(), Images.bytes(values, WIDTH, HEIGHT));
		}
		final SegmentUltrasound step = step("masks");
		step.set(Map.of("input", other));
		final SegmentUltrasound.Result result = step.run(Monitor.NONE);
		final Set<String> written = new TreeSet<>();
		for (final byte value : Images.pixels(ImageFiles.open(folder.resolve("out/masks/p0_0.png")).gray(0)))
			if (value != 0) written.add(Integer.toString(value));
		assertEquals(Set.of("8"), written);
		assertEquals(Set.of("7", "8"), Set.copyOf(result.structures()));
		assertTrue(Files.readString(folder.resolve("out/run.json")).contains("8:8,7:7"));
	}

	@Test
	void nothingIsWrittenWhereARowIsRefused() throws IOException {
		final SegmentUltrasound step = step("boxes", "image,x,y,w,h", "p0_0.png,5,5,20,15", "p0_1.png,20,15,38,28");
		final String message = assertThrows(SonoflowException.Input.class, () -> step.run(Monitor.NONE)).getMessage();
		assertTrue(message.contains("line 3 (") && message.contains("p0_1.png") && message.contains("fits as two corners"), message);
		assertFalse(Files.exists(folder.resolve("out")));
		final Path own = folder.resolve("own.safetensors");
		final SegmentationConfig config = new SegmentationConfig(List.of("x"), List.of("a"), List.of(4), true, 32, 0.5,
			Normalisation.CLASSIFIER, Map.of());
		try (SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), config, 1)) {
			SegmentationFile.write(own, network, config);
		}
		final SegmentUltrasound other = step("masks");
		other.set(Map.of("model", own));
		assertTrue(assertThrows(SonoflowException.File.class, () -> other.run(Monitor.NONE)).getMessage()
			.contains("Leave prompt out"));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> step("boxes").run(Monitor.NONE)).getMessage().contains(
			"needs boxes="));
	}
}
