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
package io.sonoflow.step.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions against true masks, from files to tables. */
class EvaluateSegmentationTest {

	private static final int WIDTH = 64;
	private static final int HEIGHT = 48;

	@TempDir
	Path folder;

	private final List<String> said = new ArrayList<>();

	private final Monitor monitor = new Monitor() {

		@Override
		public void progress(final String stage, final long done, final long total) {
			// Short.
		}

		@Override
		public void message(final String text) {
			said.add(text);
		}

		@Override
		public void warn(final String text) {
			said.add(text);
		}

		@Override
		public boolean isCancelled() {
			return false;
		}
	};

	private static void png(final Path file, final int width, final int height, final IntUnaryOperator value) throws IOException {
		Files.createDirectories(file.getParent());
		final byte[] pixels = new byte[width * height];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) value.applyAsInt(i);
		ImageFiles.writePng(file, Images.bytes(pixels, width, height));
	}

	/** Value inside of a rectangle. */
	private static IntUnaryOperator box(final int x, final int y, final int w, final int h, final int value) {
		return i -> i % WIDTH >= x && i % WIDTH < x + w && i / WIDTH >= y && i / WIDTH < y + h ? value : 0;
	}

	private void picture(final String name) throws IOException {
		png(folder.resolve("set/images/" + name + ".png"), WIDTH, HEIGHT, i -> (i * 37 + name.hashCode()) % 200 + 20);
	}

	private void truth(final String name, final IntUnaryOperator mask) throws IOException {
		png(folder.resolve("set/masks/" + name + ".png"), WIDTH, HEIGHT, mask);
	}

	private void predicted(final String name, final IntUnaryOperator mask) throws IOException {
		png(folder.resolve("predicted/" + name + ".png"), WIDTH, HEIGHT, mask);
	}

	/** Two organs, three patients; one mask missed, one false, one rightly empty; files in an order that is not the pictures'. */
	@BeforeEach
	void makeSet() throws IOException {
		final IntUnaryOperator nothing = i -> 0;
		final Map<String, IntUnaryOperator[]> masks = new HashMap<>();
		masks.put("a", new IntUnaryOperator[] { box(10, 10, 20, 10, 255), box(10, 10, 20, 15, 1) });
		masks.put("b", new IntUnaryOperator[] { box(30, 5, 12, 12, 255), nothing });
		masks.put("c", new IntUnaryOperator[] { nothing, nothing });
		masks.put("d", new IntUnaryOperator[] { box(0, 0, 30, 30, 128), box(0, 0, 30, 30, 255) });
		masks.put("e", new IntUnaryOperator[] { nothing, box(40, 20, 9, 9, 255) });
		final StringBuilder table = new StringBuilder("image,patient,organ,mask,pixelwidth,pixelheight\n");
		for (final String name : List.of("e", "a", "d", "b", "c")) {
			picture(name);
			truth(name, masks.get(name)[0]);
			predicted(name + "_pred", masks.get(name)[1]);
			table.append("images/").append(name).append(".png,p").append("abc".contains(name) ? "1" : name).append(',').append("ab"
				.contains(name) ? "breast" : "liver").append(",masks/").append(name).append(".png,0.1,0.2\n");
		}
		Files.writeString(folder.resolve("set/dataset.csv"), table);
		for (final String name : List.of("a", "b", "c", "d", "e"))
			Files.move(folder.resolve("predicted/" + name + "_pred.png"), folder.resolve("predicted/" + name + "_mask.png"));
	}

	private EvaluateSegmentation step(final String output) {
		return EvaluateSegmentation.of(folder.resolve("set"), folder.resolve("predicted"), folder.resolve(output));
	}

	private static Map<String, Map<String, String>> table(final Path file, final String... keys) {
		final Tables.Table table = Tables.read(file);
		final Map<String, Map<String, String>> rows = new HashMap<>();
		for (final List<String> row : table.rows()) {
			final Map<String, String> cells = new HashMap<>();
			for (int i = 0; i < row.size(); i++)
				cells.put(table.header().get(i), row.get(i));
			rows.put(String.join("/", Arrays.stream(keys).map(cells::get).toList()), cells);
		}
		return rows;
	}

	private static double number(final Map<String, String> row, final String column) {
		return Double.parseDouble(row.get(column));
	}

	@Test
	void figuresStatesAndMeans() {
		final EvaluateSegmentation.Result result = step("out").run(monitor);
		final Tables.Table file = Tables.read(folder.resolve("out/scores.csv"));
		assertEquals(List.of("image", "patient", "organ", "structure", "dice", "iou", "nsd", "nsdpixel", "hd95", "dicechallenge",
			"state"), file.header().subList(0, 11));
		final Map<String, Map<String, String>> scores = table(folder.resolve("out/scores.csv"), "image");
		assertEquals(5, scores.size());
		final Map<String, String> a = scores.get("images/a.png");
		assertEquals(0.8, number(a, "dice"), 1e-12);
		assertEquals(2 / 3.0, number(a, "iou"), 1e-12);
		assertEquals(5, number(a, "hd95"), 0);
		assertEquals(400 / (500 + 1e-6), number(a, "dicechallenge"), 1e-12);
		assertEquals(List.of("ok", "missed", "empty", "ok", "false"), List.of("a", "b", "c", "d", "e").stream().map(name -> scores.get(
			"images/" + name + ".png").get("state")).toList());
		assertEquals("1.0", scores.get("images/d.png").get("dice"), "128 and 255 are one structure");
		assertEquals("", scores.get("images/c.png").get("dice"));
		assertEquals(List.of("Infinity", "Infinity"), List.of(scores.get("images/b.png").get("hd95"), scores.get("images/e.png").get(
			"hd95")));
		final Map<String, Map<String, String>> means = table(folder.resolve("out/summary.csv"), "organ", "structure", "metric");
		assertEquals(0.4, number(means.get("breast/foreground/dice"), "mean"), 1e-12);
		assertEquals(0.5, number(means.get("liver/foreground/dice"), "mean"), 1e-12);
		assertEquals("1", means.get("liver/foreground/dice").get("undefined"));
		assertEquals("2", means.get("liver/foreground/dice").get("n"));
		assertEquals(0.45, number(means.get("all/all/dice"), "mean"), 1e-12);
		assertEquals("Infinity", means.get("all/all/hd95").get("mean"));
		assertEquals("2", means.get("all/all/hd95").get("infinite"));
		assertEquals("", means.get("breast/foreground/dice").get("low"), "one patient has no interval");
		assertTrue(number(means.get("all/all/dice"), "low") < 0.45 && number(means.get("all/all/dice"), "high") > 0.45);
		assertEquals(1 / 3.0, number(means.get("liver/foreground/dicechallenge"), "mean"), 1e-6, "there rightly empty is 0");
		assertEquals(Tables.read(folder.resolve("out/summary.csv")).rows(), result.rows());
		assertTrue(Files.isRegularFile(folder.resolve("out/worst.png")));
		assertEquals("1", scores.get("images/b.png").get("worst"));
		assertTrue(said.stream().anyMatch(text -> text.startsWith("liver, foreground: Dice 0.500") && text.contains(
			"0 missed, 1 false, 1 rightly empty")), said.toString());
	}

	@Test
	void postProcessingIsToldWhereItHelpsAndHarms() throws IOException {
		// A speck beside the true mask goes; a second nodule of a tenth of the first goes, too, though it is one.
		for (final String name : List.of("b", "e"))
			predicted(name + "_mask", box(30, 5, 12, 12, 255));
		truth("e", box(30, 5, 12, 12, 255));
		predicted("a_mask", i -> Math.max(box(10, 10, 20, 10, 255).applyAsInt(i), box(50, 40, 4, 4, 255).applyAsInt(i)));
		final IntUnaryOperator two = i -> Math.max(box(0, 0, 30, 30, 255).applyAsInt(i), box(40, 5, 9, 9, 255).applyAsInt(i));
		truth("d", two);
		predicted("d_mask", two);
		step("out").run(monitor);
		final Map<String, Map<String, String>> means = table(folder.resolve("out/summary.csv"), "organ", "metric");
		assertTrue(number(means.get("breast/dicegain"), "mean") > 0);
		assertTrue(number(means.get("liver/dicegain"), "mean") < 0);
		assertTrue(said.stream().anyMatch(text -> text.startsWith("liver, foreground: with post-processing") && text.endsWith(
			"it does harm here.")), said.toString());
	}

	@Test
	void nameCountsAndNotOrder() throws IOException {
		final EvaluateSegmentation.Result byFolder = step("out").run(monitor);
		// The same as a table, in another order and elsewhere.
		final StringBuilder table = new StringBuilder("image,mask\n");
		for (final String name : List.of("d", "c", "a", "e", "b"))
			table.append("../set/images/").append(name).append(".png,").append(name).append("_mask.png\n");
		Files.writeString(folder.resolve("predicted/dataset.csv"), table);
		assertEquals(byFolder.rows(), step("table").run(monitor).rows());
		// Copies of the pictures elsewhere are known by name.
		for (final String name : List.of("a", "b", "c", "d", "e"))
			Files.copy(folder.resolve("set/images/" + name + ".png"), folder.resolve("predicted/" + name + ".png"));
		Files.writeString(folder.resolve("predicted/dataset.csv"), table.toString().replace("../set/images/", ""));
		assertEquals(byFolder.rows(), step("copies").run(monitor).rows());
		assertEquals(byFolder.rows(), EvaluateSegmentation.of(folder.resolve("set/dataset.csv"), folder.resolve("predicted"), folder
			.resolve("again")).run(monitor).rows());
	}

	private String refused(final EvaluateSegmentation step) {
		final String message = assertThrows(SonoflowException.class, () -> step.run(monitor)).getMessage();
		assertFalse(Files.exists(step.output.toPath()), "something was written");
		return message;
	}

	@Test
	void whatIsMissingOrDoesNotFitIsRefusedOrAFailure() throws IOException {
		Files.delete(folder.resolve("predicted/c_mask.png"));
		final String message = refused(step("out"));
		assertTrue(message.contains("1 of 5 pictures") && message.contains("c.png") && message.contains("missing=failure"), message);
		step("out").with("missing", "failure").run(monitor);
		final Map<String, String> c = table(folder.resolve("out/scores.csv"), "image").get("images/c.png");
		assertEquals(List.of("missed", "0.0", "Infinity"), List.of(c.get("state"), c.get("dice"), c.get("hd95")),
			"not rightly empty, although nothing was to be found");
		png(folder.resolve("predicted/c_mask.png"), HEIGHT, WIDTH, i -> 0);
		assertTrue(refused(step("x")).contains("swapped"));
		png(folder.resolve("predicted/c_mask.png"), WIDTH, HEIGHT, i -> i % WIDTH < 20 ? 3 : i % WIDTH < 40 ? 9 : 0);
		final String values = refused(step("x"));
		assertTrue(values.contains("c_mask.png") && values.contains("value 9"), values);
		Files.createDirectories(folder.resolve("none"));
		png(folder.resolve("none/zzz.png"), WIDTH, HEIGHT, i -> 0);
		assertTrue(refused(EvaluateSegmentation.of(folder.resolve("set"), folder.resolve("none"), folder.resolve("x"))).contains(
			"no mask of any of the 5 pictures"));
		Files.delete(folder.resolve("predicted/c_mask.png"));
		predicted("c", i -> 0);
		predicted("c_seg", i -> 0);
		assertTrue(refused(step("x")).contains("two masks of one picture"));
	}

	@Test
	void millimetresComeFromTheTable() throws IOException {
		step("out").with("unit", "mm").with("tolerance", 0.2).run(monitor);
		final Map<String, String> a = table(folder.resolve("out/scores.csv"), "image").get("images/a.png");
		assertEquals(1, number(a, "hd95"), 1e-12, "5 rows of 0.2 mm");
		assertEquals("mm", a.get("unit"));
		final Path table = folder.resolve("set/dataset.csv");
		Files.writeString(table, Files.readString(table).replaceFirst("0\\.1,0\\.2", "0.1,"));
		final String message = refused((EvaluateSegmentation) step("x").with("unit", "mm"));
		assertTrue(message.contains("1 of 5 pictures") && message.contains("e.png"), message);
	}

	@Test
	void severalStructuresHaveRowsEach() throws IOException {
		for (final String name : List.of("a", "b", "c", "d", "e")) {
			final IntUnaryOperator both = i -> box(10, 10, 30, 30, 7).applyAsInt(i) > 0 ? box(15, 15, 10, 10, 1).applyAsInt(i) > 0 ? 8 : 7
				: 0;
			truth(name, both);
			predicted(name + "_mask", name.equals("a") ? box(10, 10, 30, 30, 7) : both);
		}
		step("out").with("values", "shell:7,core:8").run(monitor);
		final Map<String, Map<String, String>> means = table(folder.resolve("out/summary.csv"), "organ", "structure", "metric");
		assertEquals(0.5, number(means.get("breast/core/dice"), "mean"), 1e-12);
		assertEquals(1, number(means.get("liver/core/dice"), "mean"), 1e-12);
		final double shell = (1 + 2 * 800 / 1700.0) / 2;
		assertEquals(shell, number(means.get("breast/shell/dice"), "mean"), 1e-12);
		assertEquals((0.5 + shell) / 2, number(means.get("breast/all/dice"), "mean"), 1e-12);
		assertEquals(((0.5 + shell) / 2 + 1) / 2, number(means.get("all/all/dice"), "mean"), 1e-12);
		// The core is a hole of the shell, small enough to be filled, and must not be eaten by post-processing.
		assertEquals(0, number(means.get("liver/core/dicegain"), "mean"), 0.05);
	}
}
