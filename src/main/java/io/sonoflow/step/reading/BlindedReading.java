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
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.file.Tables;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.step.Step;
import io.sonoflow.step.data.TakenFrames;
import io.sonoflow.step.reading.ReadingItem.Facts;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Mixes real and synthetic clips or images under neutral names for readers who are to tell them apart, and, with their answers,
 * says how often they are right.
 */
public final class BlindedReading extends Step<BlindedReading.Result> {

	/** The menu label. */
	public static final String LABEL = "Blinded Reading...";

	/** Columns of the table of accuracies; the last row is of all readers. */
	public static final List<String> COLUMNS = ReadingAccuracy.COLUMNS;

	@Parameter(label = "Real", description = "Clip or image, folder of them, or dataset.csv.", attrs = { @Attr(
		name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File real;

	@Parameter(label = "Synthetic", description = "The same, e.g. of \"Generate Ultrasound...\" or \"Translate Ultrasound...\".",
		attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File synthetic;

	@Parameter(label = "Output", description = "Folder for sheet/, which readers get, key.csv, which they must not see, and " +
		"accuracy.csv.", style = "directory", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Parameter(label = "Count", description = "Clips or images that are shown, an even number: half of them real, half synthetic.",
		min = "2")
	public int count = 40;

	@Group("Clips")
	public TakenFrames clips = new TakenFrames();

	@Parameter(label = "Answers", description = "Filled answers.csv of one reader, or a folder with one table a reader; real, " +
		"synthetic, count, stride, maxframes and seed as when the sheet was made. Empty = no accuracy.csv.", attrs = {
			@Attr(name = Key.EXISTS), @Attr(name = Key.HEADING, value = "Answers") })
	public File answers;

	@Parameter(label = "Seed", description = "Any whole number; chooses and shuffles.")
	public long seed = 0;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(
		name = Key.FRAME))
	public boolean overwrite = false;

	/**
	 * @param items names of what is shown, in their order
	 * @param accuracy rows of {@link #COLUMNS}; without answers none
	 */
	public record Result(List<String> items, List<List<String>> accuracy) {
	}

	public BlindedReading() {
	}

	/**
	 * @param real folder of clips or images, or dataset.csv
	 * @param synthetic likewise
	 * @param output folder to write to
	 */
	public BlindedReading(final File real, final File synthetic, final File output) {
		this.real = real;
		this.synthetic = synthetic;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public BlindedReading(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static BlindedReading of(final Path real, final Path synthetic, final Path output) {
		return new BlindedReading(file(real), file(synthetic), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	@Override
	protected void checkTogether() {
		if (count % 2 != 0) throw new SonoflowException.Input("count=" + count +
			" is odd. Allowed: an even number, as half of what is shown is real and half synthetic.");
	}

	/** @throws SonoflowException if something in the clips, images or answers is wrong; then nothing was written */
	@Override
	protected Result execute(final Monitor monitor) {
		requireUnfilled();
		final ClipUnits reals = ClipUnits.unlabelled(Dataset.read(real.toPath(), monitor), monitor);
		final ClipUnits synthetics = ClipUnits.unlabelled(Dataset.read(synthetic.toPath(), monitor), monitor);
		requireDisjoint(reals, synthetics);
		final List<ReadingItem> items = ReadingChoice.of(ReadingItem.of(reals, true, clips.choice()), ReadingItem.of(synthetics,
			false, clips.choice()), count, seed);
		final Opened<Facts> opened = Opened.reading("looking through", items.stream().map(item -> item.files().get(0)).toList(),
			false, monitor, i -> items.get(i).open(), (i, reader) -> ReadingItem.facts(reader, monitor));
		opened.requireAll();
		opened.requireWhole();
		final List<Facts> facts = IntStream.range(0, items.size()).mapToObj(opened::result).toList();
		final ReadingSheet sheet = new ReadingSheet(items, facts, seed);
		sheet.requireWriter();
		final ReadingAnswers given = answers == null ? null : ReadingAnswers.read(answers.toPath(), sheet.names(), monitor);
		return inFolder(record(Stream.of(real, synthetic, answers).filter(Objects::nonNull).map(File::toPath).toList()), monitor,
			folder -> {
				tellShared(items, monitor);
				Giveaways.tell(items, facts, folder, monitor);
				sheet.tell(monitor);
				sheet.write(folder, monitor);
				folder.figure("items", items.size());
				monitor.message("Give readers the folder " + folder.resolve(ReadingSheet.FOLDER) + " alone: " + ReadingSheet.KEY +
					" beside it says what is real.");
				return new Result(sheet.names(), given == null ? List.of() : new ReadingAccuracy(items, given).write(folder, monitor));
			});
	}

	/** What a reader has written must not be lost. */
	private void requireUnfilled() {
		final Path table = output.toPath().resolve(ReadingSheet.FOLDER).resolve(ReadingSheet.ANSWERS);
		if (!overwrite || !Files.isRegularFile(table)) return;
		final Tables.Table filled = Tables.read(table);
		final int answer = filled.header().indexOf(ReadingSheet.ANSWER_COLUMNS.get(1));
		if (answer >= 0 && filled.rows().stream().anyMatch(row -> !row.get(answer).isBlank())) throw new SonoflowException.Input(
			"overwrite=true would replace " + table + ", which somebody has filled in. Move it to a folder of answers, and give that " +
				"as answers=.");
	}

	private static void requireDisjoint(final ClipUnits real, final ClipUnits synthetic) {
		final Set<Path> known = new HashSet<>(real.files().stream().flatMap(List::stream).toList());
		synthetic.files().stream().flatMap(List::stream).filter(known::contains).findFirst().ifPresent(both -> {
			throw new SonoflowException.Input("The image " + both +
				" is among the real and the synthetic ones. Give two sets that have no file in common.");
		});
	}

	private static void tellShared(final List<ReadingItem> items, final Monitor monitor) {
		final Set<String> both = new HashSet<>(ReadingChoice.groups(items.stream().filter(ReadingItem::real).toList()));
		both.retainAll(ReadingChoice.groups(items.stream().filter(item -> !item.real()).toList()));
		if (!both.isEmpty()) monitor.warn("Of " + both.size() + (both.size() == 1 ? " patient" : " patients") +
			" readers see real and synthetic clips or images, and may compare them. With a smaller count there are fewer.");
	}
}
