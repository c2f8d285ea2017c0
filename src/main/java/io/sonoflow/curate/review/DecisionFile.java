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
package io.sonoflow.curate.review;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.FileTurns;
import io.sonoflow.file.Tables;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The table of decisions, decisions.csv. Each decision is in the file, whole, before the next image is shown: whatever ends the
 * program, nothing that was decided is lost. What others wrote into it meanwhile stays. Several readers may share it; one who
 * decides again replaces his own decision only.
 */
public final class DecisionFile {

	/** Its name in a folder. */
	public static final String NAME = "decisions.csv";

	private final Path file;

	/** @param file need not be there yet */
	public DecisionFile(final Path file) {
		this.file = file;
	}

	/** {@return where it is} */
	public Path path() {
		return file;
	}

	/**
	 * {@return all decisions, in the order in which they were first made; none if there is no file}
	 *
	 * @throws SonoflowException.File if it is no such table
	 */
	public List<Decision> read() {
		if (!Files.exists(file)) return List.of();
		final Tables.Table table = Tables.read(file);
		final int required = Decision.COLUMNS.size() - 1;
		for (final String column : Decision.COLUMNS.subList(0, required))
			if (!table.header().contains(column)) throw new SonoflowException.File(file + " has no column " + column +
				" (columns: " + String.join(", ", table.header()) + "). Give the " + NAME + " of \"Review Labels...\".");
		final List<Decision> decisions = new ArrayList<>();
		for (int i = 0; i < table.rows().size(); i++) {
			final List<String> row = table.rows().get(i);
			decisions.add(Decision.of(file, i + 2, Decision.COLUMNS.stream().map(column -> table.header().contains(column) ? row
				.get(table.column(column)) : "").toList()));
		}
		return decisions;
	}

	/** {@return what a reader has decided of an image} */
	public Optional<Decision> find(final String image, final String by) {
		return read().stream().filter(each -> each.image().equals(image) && each.by().equals(by)).findFirst();
	}

	/**
	 * Writes a decision, in place of an earlier one of the same reader on the same image.
	 *
	 * @throws SonoflowException.File if it cannot be written, or somebody else writes it for long; it is as it was then
	 */
	public void put(final Decision decision) {
		FileTurns.take(file, () -> {
			final List<Decision> all = new ArrayList<>(read());
			int at = 0;
			while (at < all.size() && !(all.get(at).image().equals(decision.image()) && all.get(at).by().equals(decision.by())))
				at++;
			if (at < all.size()) all.set(at, decision);
			else all.add(decision);
			write(all);
		});
	}

	private void write(final List<Decision> all) {
		Tables.write(file, Decision.COLUMNS, all.stream().map(Decision::row).toList());
	}
}
