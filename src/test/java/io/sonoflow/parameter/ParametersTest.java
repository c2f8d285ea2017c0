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
package io.sonoflow.parameter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Declarations, and what holds values against them. */
class ParametersTest {

	@TempDir
	private Path folder;

	/** A group, with a rule of its own. */
	public static final class Ends extends Parameters {

		@Parameter(label = "Low", description = "Lower end, 0 to 10.", min = "0", max = "10")
		public int low = 1;

		@Parameter(label = "High", description = "Upper end, above 0.", attrs = @Attr(name = Key.ABOVE, value = "0"))
		public double high = 2;

		@Override
		protected void checkTogether() {
			if (low > high) throw new SonoflowException.Input("low=" + low + " is above high=" + high + ".");
		}
	}

	/** One of everything. */
	public static class All extends Parameters {

		@Parameter(label = "Input", description = "A file.", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
		public File input;

		@Group("Ends")
		public Ends ends = new Ends();

		@Parameter(label = "Mode", description = "How.", choices = { "sector", "views" })
		public String mode = "sector";

		@Parameter(label = "Class", description = "Which.")
		public String class_ = "";

		@Parameter(label = "Shard", description = "Part.", attrs = { @Attr(name = Key.PATTERN, value = Key.SHARD), @Attr(
			name = Key.ALLOWED, value = "part/count, e.g. 2/8") })
		public String shard = "1/1";

		@Parameter(label = "Folder", description = "A folder.", style = "directory", attrs = @Attr(name = Key.EXISTS))
		public File place;

		@Parameter(label = "More", description = "Paths.", attrs = { @Attr(name = Key.EXISTS), @Attr(name = Key.LIST) })
		public String more = "";

		@Parameter(label = "Flag", description = "Whether.")
		public boolean flag;

		@Parameter(label = "Seed", description = "Any whole number.")
		public long seed = 7;

		public All() {
			ends.high = 5;
		}

		public All(final Map<String, ?> values) {
			this();
			set(values);
		}
	}

	private All valid() {
		final All all = new All();
		all.input = folder.toFile();
		return all;
	}

	@Test
	void keysStandInTheirOrderWithThoseOfGroupsInTheGroupsPlace() {
		assertEquals(List.of("input", "low", "high", "mode", "class", "shard", "place", "more", "flag", "seed"), new All()
			.keys().stream().map(Key::name).toList());
		assertEquals(List.of("low", "high"), new Ends().keys().stream().map(Key::name).toList());
		assertEquals("Ends", new All().key("low").group());
		assertEquals("", new All().key("mode").group());
	}

	@Test
	void theDefaultIsTheFirstValueUnlessTheWholeGivesItsGroupAnother() {
		assertEquals(5.0, new All().key("high").initial());
		assertEquals(2.0, new Ends().key("high").initial());
		assertNull(new All().key("input").initial());
	}

	/** Texts as a macro gives them, and the messages that users see. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "null", quoteCharacter = '"', value = { //
		"low   | 5.5  | low=5.5 is not a whole number. Allowed: a whole number from 0 to 10, e.g. low=1.", //
		"low   | abc  | low=abc is not a number. Allowed: a whole number from 0 to 10, e.g. low=1.", //
		"low   | 3e9  | low=3e9 is too large. Allowed: a whole number from 0 to 10, e.g. low=1.", //
		"low   | null | The key low has no value. Write low=value; allowed: a whole number from 0 to 10.", //
		"high  | NaN  | high=NaN is not a number. Allowed: a number above 0, e.g. high=5.", //
		"flag  | 1    | flag=1 is neither true nor false. Write flag=true or flag=false (as text: a macro turns its own true into 1).", //
		"flag  | yes  | flag=yes is neither true nor false. Write flag=true or flag=false.", //
		"flag  | null | The key flag has no value. Write flag=true or flag=false.", //
		"lwo   | 3    | Unknown key lwo=3 (did you mean low?). The keys of this command are: input, low, high, mode, class, shard, place, more, flag, seed. A value with blanks needs brackets: input=[a b]." })
	void whatCannotBeReadIsRefusedAsItIsSet(final String key, final String text, final String message) {
		final All all = new All();
		assertEquals(message, assertThrows(SonoflowException.Input.class, () -> all.set(Collections.singletonMap(key, text)))
			.getMessage());
		assertEquals(new All().values(), all.values());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { //
		"low   | 11     | low=11 is out of range. Allowed: a whole number from 0 to 10.", //
		"low   | -1     | low=-1 is out of range. Allowed: a whole number from 0 to 10.", //
		"high  | 0      | high=0.0 is out of range. Allowed: a number above 0.", //
		"mode  | secter | \"mode=secter is not a choice (did you mean sector?). Allowed: sector | views.\"", //
		"mode  | \"\"     | \"mode= is not a choice. Allowed: sector | views.\"", //
		"shard | a/b    | shard=a/b is not allowed. Allowed: part/count, e.g. 2/8.", //
		"shard | 3/2    | shard=3/2: there is no part 3 of 2. Allowed: parts 1 to 2.", //
		"low   | 6      | low=6 is above high=5.0." }, quoteCharacter = '"')
	void whatIsNotAllowedFailsTheCheck(final String key, final String text, final String message) {
		final All all = valid();
		all.check();
		all.set(Map.of(key, text));
		assertEquals(message, assertThrows(SonoflowException.Input.class, all::check).getMessage());
	}

	@Test
	void filesAreLookedFor() throws IOException {
		assertEquals("The key input is missing: A file. Add input=[path].", assertThrows(SonoflowException.Input.class,
			() -> new All().check()).getMessage());
		final All all = valid();
		final Path file = Files.createFile(folder.resolve("x"));
		all.place = file.toFile();
		assertEquals("place=" + file + " is a file. Give a folder.", assertThrows(SonoflowException.File.class, all::check)
			.getMessage());
		all.place = folder.resolve("a/b").toFile();
		assertTrue(assertThrows(SonoflowException.File.class, all::check).getMessage().startsWith("place=" + folder.resolve(
			"a/b") + ": there is no such file or folder. Check the path (the folder " + folder.resolve("a") +
			" does not exist either); relative paths start at "));
		all.place = null;
		all.more = folder + "," + folder.resolve("absent");
		assertTrue(assertThrows(SonoflowException.File.class, all::check).getMessage().startsWith("more=" + folder.resolve(
			"absent") + ": there is no such file"));
		all.more = "";
		all.input = new File("a\0b");
		assertEquals("input holds a zero character. Give the path of a file or folder.", assertThrows(
			SonoflowException.Input.class, all::check).getMessage());
	}

	@Test
	void typedValuesAreTakenOnlyIfTheyFitExactly() {
		final All all = new All();
		all.set(Map.of("low", 3L, "high", 4, "seed", 5.0, "flag", true, "input", folder, "class_", 8));
		assertEquals(List.of(3, 4.0, 5L, true, folder.toFile(), "8"), List.of(all.ends.low, all.ends.high, all.seed, all.flag,
			all.input, all.class_));
		assertEquals("low=5.5 is not a whole number. Allowed: a whole number from 0 to 10, e.g. low=1.", assertThrows(
			SonoflowException.Input.class, () -> all.set(Map.of("low", 5.5))).getMessage());
		assertTrue(assertThrows(SonoflowException.Input.class, () -> all.set(Map.of("flag", 1))).getMessage().startsWith(
			"flag=1 is neither true nor false"));
		all.set(Map.of("input", ""));
		assertNull(all.input);
	}

	@Test
	void oneWrongValueLeavesAllAsTheyWere() {
		final All all = new All();
		assertThrows(SonoflowException.Input.class, () -> all.set(Map.of("mode", "views", "low", "x")));
		assertEquals(new All().values(), all.values());
	}

	@Test
	void withChecksTheValueAtOnce() {
		final All all = new All();
		assertSame(all, all.with("low", 4));
		assertEquals(4, all.ends.low);
		assertThrows(SonoflowException.Input.class, () -> all.with("low", 11));
		assertThrows(SonoflowException.Input.class, () -> all.with("mode", "x"));
		assertThrows(SonoflowException.File.class, () -> all.with("place", folder.resolve("absent")));
		assertEquals(4, all.ends.low);
	}

	@Test
	void aCopySharesNothing() {
		final All all = valid();
		final All copy = (All) all.clone();
		assertNotSame(all.ends, copy.ends);
		all.ends.low = 4;
		all.mode = "views";
		assertEquals(1, copy.ends.low);
		assertEquals("sector", copy.mode);
		assertEquals(all.input, copy.input);
	}

	@Test
	void valuesAreWhatTheRecordShows() {
		final All all = new All(Map.of("input", "a/b", "more", folder + ", " + folder.resolve("x")));
		all.ends.low = 0;
		assertEquals("{input=a/b, low=0, high=5.0, mode=sector, class=, shard=1/1, place=, more=[" + (folder + ", " + folder
			.resolve("x")).replace('\\', '/') + "], flag=false, seed=7}", all.values().toString());
		assertEquals(List.of(), new All().values().get("more"));
	}

	@Test
	void resolvingMakesFilesAbsoluteAndTakesBlanksOff() {
		final All all = new All(Map.of("input", "a/../b", "class_", " c "));
		all.resolve();
		assertEquals(new File("b").getAbsoluteFile(), all.input);
		assertEquals("c", all.class_);
	}

	@Test
	void groovysWordsForKeysOfGroups() {
		final All all = new All();
		all.propertyMissing("low", 3);
		assertEquals(3, all.propertyMissing("low"));
		assertThrows(SonoflowException.Input.class, () -> all.propertyMissing("low", 5.5));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> all.propertyMissing("folds")).getMessage().contains(
			"The keys of this command are: input, low"));
		assertFalse(all.has("folds"));
	}

	@Test
	void aGroupSetToNullIsNamed() {
		final All all = valid();
		all.ends = null;
		assertTrue(assertThrows(SonoflowException.Input.class, all::check).getMessage().contains("The group ends is missing"));
	}

	/** The same key in two groups. */
	public static final class Twice extends Parameters {

		@Group("A")
		public Ends a = new Ends();

		@Group("B")
		public Ends b = new Ends();
	}

	/** A field that nobody could set. */
	public static final class Final extends Parameters {

		@Parameter(label = "X", description = "X.")
		public final int x = Arrays.asList(1).get(0);
	}

	@Test
	void wrongDeclarationsAreFoundAtTheFirstUse() {
		assertThrows(IllegalStateException.class, () -> new Twice().keys());
		assertThrows(IllegalStateException.class, () -> new Final().keys());
	}
}
