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
package io.sonoflow.step.reading;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Sha256;
import io.sonoflow.file.Tables;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.reading.ReadingItem.Facts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Writes items so that nothing but their pixels tells one from another: neutral names, one format, one frame rate, one time of
 * writing.
 */
final class ReadingSheet {

	/** The folder for the readers, and the table in it that they fill in. */
	static final String FOLDER = "sheet", ANSWERS = "answers.csv";

	/** The table that says what each item is; not in the readers' folder. */
	static final String KEY = "key.csv";

	static final List<String> ANSWER_COLUMNS = List.of("item", "answer");
	private static final List<String> KEY_COLUMNS = List.of("item", "answer", "image");
	private static final FrameRate USUAL = new FrameRate(25, 1);
	private static final int DIGITS = 4;

	private final List<ReadingItem> items;
	private final List<Facts> facts;
	private final List<String> names;
	private final boolean clips;
	private final boolean color;
	private final FrameRate rate;

	ReadingSheet(final List<ReadingItem> items, final List<Facts> facts, final long seed) {
		this.items = items;
		this.facts = facts;
		// By the pixels: answers to other items are known as such.
		names = IntStream.range(0, items.size()).mapToObj(i -> String.format(Locale.ROOT, "item%03d_%s", i + 1, Sha256.of(seed + " " +
			facts.get(i).digest()).substring(0, DIGITS))).toList();
		clips = facts.stream().anyMatch(each -> each.frames() > 1);
		color = facts.stream().anyMatch(Facts::color);
		rate = rate(facts);
	}

	/** {@return the middle one of those that are known} */
	private static FrameRate rate(final List<Facts> facts) {
		final List<FrameRate> known = facts.stream().flatMap(each -> each.rate().stream()).sorted((a, b) -> Double.compare(a
			.perSecond(), b.perSecond())).toList();
		return known.isEmpty() ? USUAL : known.get(known.size() / 2);
	}

	/** {@return by number} */
	List<String> names() {
		return names;
	}

	/** Says how the items are written. */
	void tell(final Monitor monitor) {
		if (clips) monitor.message("All clips are shown with " + rate + " frames a second" + (facts.stream().anyMatch(each -> each
			.rate().isPresent()) ? "." : ": none says its own."));
	}

	/** @throws SonoflowException.Device if there are clips and none can be written here */
	void requireWriter() {
		if (clips) ClipWriter.requireLibrary();
	}

	void write(final RunFolder folder, final Monitor monitor) {
		final Path sheet = folder.resolve(FOLDER);
		for (int i = 0; i < items.size(); i++) {
			final Path file = sheet.resolve(names.get(i) + (clips ? "." + ClipCodec.FFV1.extension() : ".png"));
			try (FrameReader reader = items.get(i).open()) {
				if (clips) AtomicFiles.write(file, temporary -> write(temporary, reader, monitor));
				else if (color) ImageFiles.writeColorPng(file, reader.color(0));
				else ImageFiles.writePng(file, reader.gray(0));
			}
			date(file, folder);
			monitor.progress("writing items", i + 1L, items.size());
		}
		Tables.write(sheet.resolve(ANSWERS), ANSWER_COLUMNS, names.stream().map(name -> List.of(name, "")).toList());
		date(sheet.resolve(ANSWERS), folder);
		Tables.write(folder.resolve(KEY), KEY_COLUMNS, IntStream.range(0, items.size()).mapToObj(i -> List.of(names.get(i), items
			.get(i).kind(), items.get(i).name())).toList());
	}

	private void write(final Path file, final FrameReader reader, final Monitor monitor) throws IOException {
		try (ClipWriter writer = new ClipWriter(file, ClipCodec.FFV1, reader.width(), reader.height(), color, rate)) {
			for (int frame = 0; frame < reader.frames(); frame++) {
				monitor.checkCancelled();
				if (color) writer.addColor(reader.color(frame));
				else writer.add(reader.gray(frame));
			}
			writer.finish();
		}
	}

	/** All were written at once, as far as a file system says. */
	private static void date(final Path file, final RunFolder folder) {
		try {
			Files.setLastModifiedTime(file, FileTime.from(folder.start()));
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot set the time of " + file + ": " + AtomicFiles.reason(e) +
				". Choose an output folder on another disk.", e);
		}
	}
}
