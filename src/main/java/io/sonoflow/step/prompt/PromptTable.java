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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Spelling;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Box;
import io.sonoflow.nn.sam.Prompt;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of prompts, held against the pictures that it is for. Boxes: image, x, y, w, h and perhaps structure, one object a row;
 * the boxes.csv of Crop Ultrasound is one. Points: image, x, y and perhaps label (1 in what is meant, 0 beside it; empty = 1),
 * object (points of one name are of one object; without the column those of a picture are) and structure. Pixels count from 0.
 * For a single picture the column image may be missing.
 */
final class PromptTable {

	private static final int NAMED = 5;
	private static final String IMAGE = "image";

	private final Path table;
	private final PromptKind kind;
	private final List<PromptRow> rows;
	private final List<String> faults = new ArrayList<>();
	private final List<String> cut = new ArrayList<>();

	private PromptTable(final Path table, final PromptKind kind, final List<PromptRow> rows) {
		this.table = table;
		this.kind = kind;
		this.rows = rows;
	}

	/**
	 * @throws SonoflowException.File if it cannot be read or has not the columns
	 */
	static PromptTable read(final Path table, final PromptKind kind, final boolean single) {
		final Tables.Table content = Tables.read(table);
		final List<String> needed = new ArrayList<>(kind == PromptKind.BOXES ? List.of("x", "y", "w", "h") : List.of("x", "y"));
		if (!single) needed.add(0, IMAGE);
		for (final String column : needed)
			if (!content.header().contains(column)) throw new SonoflowException.File("boxes=" + table + " has no column " + column +
				" (columns: " + String.join(", ", content.header()) + "). prompt=" + kind.key() + " needs " + String.join(", ",
					needed) + (kind == PromptKind.BOXES ? ": the upper left corner, width and height in pixels."
						: ", and perhaps label and object."));
		final List<PromptRow> rows = new ArrayList<>();
		for (int i = 0; i < content.rows().size(); i++) {
			final Map<String, String> cells = new HashMap<>();
			for (int k = 0; k < content.header().size(); k++)
				cells.put(content.header().get(k), content.rows().get(i).get(k));
			rows.add(new PromptRow(i + 2, cells));
		}
		return new PromptTable(table, kind, rows);
	}

	/**
	 * @param pictures of the run
	 * @param monitor is told of boxes that were cut at the edge, and of rows for other pictures
	 * @return the prompts of each, in the table's order
	 * @throws SonoflowException.Input if a row is not usable, or no row is for any of them; the message names the rows
	 */
	List<List<Prompt>> prompts(final List<PromptTarget> pictures, final Monitor monitor) {
		final List<List<PromptRow>> byPicture = match(pictures, monitor);
		final List<List<Prompt>> prompts = new ArrayList<>();
		for (int i = 0; i < pictures.size(); i++)
			prompts.add(kind == PromptKind.BOXES ? boxes(byPicture.get(i), pictures.get(i)) : points(byPicture.get(i), pictures.get(
				i)));
		if (!faults.isEmpty()) throw new SonoflowException.Input("boxes=" + table + ": " + faults.size() + (faults.size() == 1
			? " row is" : " rows are") + " refused. " + String.join("; ", faults.subList(0, Math.min(NAMED, faults.size()))) + (faults
				.size() > NAMED ? "; and " + (faults.size() - NAMED) + " more" : "") + ". Mend or remove them.");
		if (!cut.isEmpty()) monitor.message(table.getFileName() + ": " + cut.size() + (cut.size() == 1 ? " box was" : " boxes were") +
			" cut at the edge of the picture (" + Spelling.some(cut, NAMED) + ").");
		return prompts;
	}

	/** By the path that is written, or else by a name that is but once among the pictures. */
	private List<List<PromptRow>> match(final List<PromptTarget> pictures, final Monitor monitor) {
		final Map<Path, Integer> byPath = new HashMap<>();
		final Map<String, Integer> byName = new HashMap<>();
		final List<List<PromptRow>> matched = new ArrayList<>();
		for (int i = 0; i < pictures.size(); i++) {
			matched.add(new ArrayList<>());
			final PromptTarget picture = pictures.get(i);
			if (picture.file() != null) byPath.put(picture.file(), i);
			byName.merge(picture.name(), i, (a, b) -> -1);
			if (picture.file() != null && !picture.file().getFileName().toString().equals(picture.name())) byName.merge(picture.file()
				.getFileName().toString(), i, (a, b) -> -1);
		}
		final List<String> others = new ArrayList<>();
		for (final PromptRow row : rows) {
			final int number = row.cell(IMAGE).isEmpty() && pictures.size() == 1 ? 0 : number(row, byPath, byName);
			if (number >= 0) matched.get(number).add(row);
			else others.add(row.name() + ": " + row.cell(IMAGE));
		}
		if (matched.stream().allMatch(List::isEmpty)) throw new SonoflowException.Input("boxes=" + table + " has " + (rows.isEmpty()
			? "no rows" : rows.size() + " rows, but none is for a picture of this run (" + Spelling.some(others, NAMED) + ")") +
			". Write in the column image what dataset.csv or the file is called.");
		if (!others.isEmpty()) monitor.warn(table.getFileName() + ": " + others.size() +
			" rows are for no picture of this run, or for a name that several have, and are left out (" + Spelling.some(others,
				NAMED) + ").");
		return matched;
	}

	private int number(final PromptRow row, final Map<Path, Integer> byPath, final Map<String, Integer> byName) {
		final String image = row.cell(IMAGE).replace('\\', '/');
		try {
			final Path path = table.toAbsolutePath().resolveSibling(image).normalize();
			if (byPath.containsKey(path)) return byPath.get(path);
			final int named = byName.getOrDefault(image, -1);
			return named >= 0 || path.getFileName() == null ? named : byName.getOrDefault(path.getFileName().toString(), -1);
		}
		catch (final InvalidPathException e) {
			return byName.getOrDefault(image, -1);
		}
	}

	private List<Prompt> boxes(final List<PromptRow> own, final PromptTarget picture) {
		final List<Prompt> prompts = new ArrayList<>();
		for (final PromptRow row : own)
			try {
				final Box box = row.box(picture);
				final Box inside = box.common(PromptRow.whole(picture)).orElseThrow();
				if (!inside.equals(box)) cut.add(row.name() + ": " + picture.name());
				prompts.add(new Prompt(row.name(), row.structure(), Optional.of(inside), List.of()));
			}
			catch (final PromptRow.Refused e) {
				fault(row, picture, e.getMessage());
			}
		return prompts;
	}

	private List<Prompt> points(final List<PromptRow> own, final PromptTarget picture) {
		final Map<String, List<PromptRow>> objects = new LinkedHashMap<>();
		own.forEach(row -> objects.computeIfAbsent(row.cell("object"), key -> new ArrayList<>()).add(row));
		final List<Prompt> prompts = new ArrayList<>();
		for (final List<PromptRow> object : objects.values()) {
			final List<Prompt.Point> points = new ArrayList<>();
			for (final PromptRow row : object)
				try {
					points.add(row.point(picture));
				}
				catch (final PromptRow.Refused e) {
					fault(row, picture, e.getMessage());
				}
			final PromptRow first = object.get(0);
			if (points.isEmpty()) continue;
			if (points.stream().noneMatch(Prompt.Point::inside)) fault(first, picture,
				"all points of this object lie beside it (label 0): give one that lies in it");
			else prompts.add(new Prompt(first.name(), first.structure(), Optional.empty(), points));
		}
		return prompts;
	}

	private void fault(final PromptRow row, final PromptTarget picture, final String reason) {
		faults.add(row.name() + " (" + picture.name() + "): " + reason);
	}
}
