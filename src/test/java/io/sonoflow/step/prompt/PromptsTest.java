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
package io.sonoflow.step.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.nn.sam.Picture;
import io.sonoflow.nn.sam.Prompt;
import io.sonoflow.nn.sam.PromptedMask;
import io.sonoflow.nn.sam.TinySam;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be pointed at, and what is refused before any work. */
class PromptsTest {

	@TempDir
	private Path folder;

	private final List<String> said = new ArrayList<>();
	private final Monitor monitor = new Monitor() {

		@Override
		public void message(final String text) {
			said.add(text);
		}

		@Override
		public void warn(final String text) {
			said.add(text);
		}
	};

	private List<PromptTarget> targets() {
		return List.of(new PromptTarget(folder.resolve("images/a.png"), "a.png", 640, 480), new PromptTarget(folder.resolve(
			"images/b.png"), "b.png", 640, 480));
	}

	private Prompts read(final PromptKind kind, final String... lines) throws IOException {
		return Prompts.table(Files.writeString(folder.resolve("boxes.csv"), String.join("\n", lines) + "\n"), kind, targets(),
			monitor);
	}

	private String refused(final PromptKind kind, final String... lines) {
		return assertThrows(SonoflowException.class, () -> read(kind, lines)).getMessage();
	}

	@Test
	void boxesKeepTheirOrderAndStructure() throws IOException {
		final Prompts prompts = read(PromptKind.BOXES, "image,x,y,w,h,score,source,structure",
			"images/b.png,1,2,30,40,1,found,nodule",
			"images/a.png,10,20,30,40,,,", "b.png,5,5,9.6,9.4,,,lobe");
		assertEquals(List.of(new Box(10, 20, 30, 40)), prompts.boxes(0));
		assertEquals(List.of(new Box(1, 2, 30, 40), new Box(5, 5, 10, 9)), prompts.boxes(1));
		assertEquals(List.of("line 2", "line 4"), prompts.of(1).stream().map(Prompt::name).toList());
		assertEquals(List.of("object", "nodule", "lobe"), prompts.structures());
		assertEquals(3, prompts.count());
		assertTrue(said.isEmpty(), said.toString());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "300,200,500,400 | fits as two corners: give width and height, here 200 and 200",
		"10,10,-5,20 | w is -5", "10,10,5,0 | h is 0", "0.1,0.2,0.5,0.4 | are shares of the picture", "0,0,1,1 | are shares",
		"700,10,20,20 | lies outside of the picture, which has 640 x 480 pixels", "-30,10,20,20 | lies outside",
		"x,10,20,20 | x is \"x\", but must be a number", "10,10,NaN,20 | w is \"NaN\"", "10,,20,20 | y is \"\"" })
	void eachKindOfWrongBoxIsRefusedByItsRow(final String row, final String reason) {
		final String message = refused(PromptKind.BOXES, "image,x,y,w,h", "a.png,1,2,30,40", "b.png," + row);
		assertTrue(message.contains("1 row is refused") && message.contains("line 3 (b.png): ") && message.contains(reason), message);
	}

	@Test
	void allWrongRowsAreNamedAtOnce() {
		final String message = refused(PromptKind.BOXES, "image,x,y,w,h", "a.png,1,2,-30,40", "b.png,700,0,5,5", "a.png,1,2,3,4");
		assertTrue(message.contains("2 rows are refused") && message.contains("line 2") && message.contains("line 3"), message);
		assertTrue(refused(PromptKind.BOXES, "image,x1,y1,x2,y2", "a.png,1,2,3,4").contains("has no column x"));
		assertTrue(refused(PromptKind.BOXES, "image,x,y,w,h", "c.png,1,2,3,4").contains("none is for a picture of this run"));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> Prompts.table(null, PromptKind.BOXES, targets(), monitor))
			.getMessage().contains("needs boxes="));
	}

	@Test
	void whatReachesOverTheEdgeIsCutAndSaid() throws IOException {
		final Prompts prompts = read(PromptKind.BOXES, "image,x,y,w,h", "a.png,600,400,100,100", "a.png,-5,3,20,20",
			"c.png,1,1,5,5");
		assertEquals(List.of(new Box(600, 400, 40, 80), new Box(0, 3, 15, 20)), prompts.boxes(0));
		assertTrue(said.stream().anyMatch(text -> text.contains("2 boxes were cut") && text.contains("line 2")), said.toString());
		assertTrue(said.stream().anyMatch(text -> text.contains("1 rows are for no picture") && text.contains("c.png")), said
			.toString());
		assertEquals(List.of("b.png"), prompts.without());
		assertTrue(said.stream().anyMatch(text -> text.contains("1 of 2 pictures have no prompt") && text.contains("b.png")), said
			.toString());
	}

	@Test
	void pointsOfOneNameAreOfOneObject() throws IOException {
		final Prompts prompts = read(PromptKind.POINTS, "image,x,y,label,object,structure", "a.png,10,20,1,left,lobe",
			"a.png,300,20,1,right,lobe", "a.png,15,25,0,left,lobe", "b.png,3,4,,,");
		assertEquals(2, prompts.of(0).size());
		assertEquals(List.of(new Prompt.Point(10, 20, true), new Prompt.Point(15, 25, false)), prompts.of(0).get(0).points());
		assertEquals("lobe", prompts.of(0).get(1).structure());
		assertEquals(List.of(new Prompt.Point(3, 4, true)), prompts.of(1).get(0).points());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "0.5,0.25,1 | are shares", "641,3,1 | lies outside", "5,5,2 | label is \"2\"",
		"5,5,0 | all points of this object lie beside it" })
	void eachKindOfWrongPointIsRefusedByItsRow(final String row, final String reason) {
		final String message = refused(PromptKind.POINTS, "image,x,y,label", "a.png,3,3,1", "b.png," + row);
		assertTrue(message.contains("line 3 (b.png): ") && message.contains(reason), message);
	}

	private void mask(final String name, final Box... boxes) throws IOException {
		final byte[] pixels = new byte[60 * 40];
		for (final Box box : boxes)
			for (int y = box.y(); y < box.y() + box.h(); y++)
				for (int x = box.x(); x < box.x() + box.w(); x++)
					pixels[y * 60 + x] = (byte) 255;
		Files.createDirectories(folder.resolve("masks"));
		Files.createDirectories(folder.resolve("images"));
		ImageFiles.writePng(folder.resolve("masks/" + name), Images.bytes(pixels, 60, 40));
		final byte[] picture = new byte[60 * 40];
		for (int i = 0; i < picture.length; i++)
			picture[i] = (byte) (i * 37 % 251);
		ImageFiles.writePng(folder.resolve("images/" + name), Images.bytes(picture, 60, 40));
	}

	@Test
	void partsOfMasksAreBoxesAndAnEmptyMaskIsNone() throws IOException {
		final Box left = new Box(3, 4, 12, 10);
		final Box right = new Box(30, 20, 20, 15);
		mask("a.png", left, right, new Box(20, 2, 1, 1));
		mask("b.png");
		mask("c.png", left);
		final Prompts prompts = Prompts.masks(SegmentationSet.read(folder, "", monitor), monitor);
		assertEquals(List.of(left, right), prompts.boxes(0).stream().sorted((a, b) -> a.x() - b.x()).toList());
		assertEquals(List.of(), prompts.of(1));
		assertEquals(List.of(left), prompts.boxes(2));
		assertEquals(List.of("b.png"), prompts.without());
		assertTrue(said.stream().anyMatch(text -> text.contains("their masks are empty") && text.contains("b.png")), said.toString());
		assertTrue(said.stream().anyMatch(text -> text.startsWith("1 parts of masks")), said.toString());
	}

	private static PromptedMask found(final String structure, final double score, final int from, final int to) {
		final boolean[] data = new boolean[8];
		for (int i = from; i < to; i++)
			data[i] = true;
		return new PromptedMask(new Prompt("p", structure, Optional.of(new Box(0, 0, 8, 1)), List.of()), data, 8, 1, score);
	}

	@Test
	void noTwoStructuresShareAPixelAndTheBetterOneHasIt() {
		final PromptedSegmentation.Found found = new PromptedSegmentation.Found(List.of(found("a", 0.5, 0, 4), found("b", 0.9, 2, 6),
			found("a", 0.7, 5, 8)), 8, 1);
		final List<Mask> masks = found.masks(List.of("a", "b"));
		assertEquals("11000011", text(masks.get(0)));
		assertEquals("00111100", text(masks.get(1)));
	}

	private static String text(final Mask mask) {
		final StringBuilder text = new StringBuilder();
		for (final boolean each : mask.data())
			text.append(each ? 1 : 0);
		return text.toString();
	}

	@Test
	void fromFileAndTableToMasks() throws IOException {
		final Path model = TinySam.write(folder.resolve("medsam_tiny.safetensors"));
		final Prompts prompts = read(PromptKind.BOXES, "image,x,y,w,h,structure", "a.png,10,20,300,200,nodule",
			"a.png,5,5,100,100,lobe");
		final byte[] pixels = new byte[640 * 480];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (128 + 100 * Math.sin(i % 640 * 0.05) * Math.cos(i / 640 * 0.03));
		try (PromptedSegmentation work = PromptedSegmentation.open(model, Device.cpu(), monitor)) {
			assertTrue(said.stream().anyMatch(text -> text.contains("MedSAM's preparation: both sides to 64 px")), said.toString());
			final PromptedSegmentation.Found found = work.segment("a.png", new Picture(new byte[][] { pixels }, 640, 480), prompts
				.of(0));
			assertEquals(2, found.objects().size());
			final List<Mask> masks = found.masks(prompts.structures());
			for (int i = 0; i < 640 * 480; i++)
				assertFalse(masks.get(0).data()[i] && masks.get(1).data()[i]);
			final long area = found.objects().stream().mapToLong(PromptedMask::area).max().orElseThrow();
			assertTrue(area > 0, "something was found");
			work.tell(monitor);
			assertEquals(work.outside() > 0, said.stream().anyMatch(text -> text.contains("outside of their box")));
			assertEquals(0, work.segment("b.png", new Picture(new byte[][] { pixels }, 640, 480), prompts.of(1)).objects().size());
		}
	}
}
