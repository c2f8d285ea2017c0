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
package io.sonoflow.api;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.UnknownBlockTagTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The text of ops.yaml, written from the Javadoc of the methods that bear {@code @implNote op names='...'}, as SciJava
 * Ops' own indexer does: name, description and parameters of an op stand once. The description is the first sentence.
 */
final class OpsFile {

	private static final Path SOURCES = Path.of("src/main/java/io/sonoflow/api");
	private static final Pattern NOTE = Pattern.compile("op names='([a-z]+(?:[.][a-zA-Z]+)+)'");
	private static final Pattern SENTENCE_END = Pattern.compile(
		"(?<!\\b(?:al|cf|vs|approx|resp|e[.]g|i[.]e|Fig|Eq|No))[.](?=\\s|$)");
	private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

	private OpsFile() {
	}

	/** {@return what ops.yaml must hold} */
	static String text() throws IOException {
		final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (Stream<Path> files = Files.list(SOURCES); StandardJavaFileManager manager = compiler.getStandardFileManager(null,
			null, StandardCharsets.UTF_8))
		{
			final JavacTask task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, manager
				.getJavaFileObjectsFromPaths(files.filter(file -> file.toString().endsWith(".java")).sorted().toList()));
			final DocTrees docs = DocTrees.instance(task);
			final List<String> ops = new ArrayList<>();
			for (final CompilationUnitTree unit : task.parse())
				for (final Tree type : unit.getTypeDecls())
					for (final Tree member : ((ClassTree) type).getMembers())
						if (member instanceof MethodTree method) add(ops, unit, (ClassTree) type, method, docs);
			return ops.stream().sorted(Comparator.comparing(op -> op.substring(0, op.indexOf("    description")))).collect(
				Collectors.joining());
		}
	}

	private static void add(final List<String> ops, final CompilationUnitTree unit, final ClassTree type,
		final MethodTree method, final DocTrees docs)
	{
		final DocCommentTree doc = docs.getDocCommentTree(TreePath.getPath(unit, method));
		if (doc == null) return;
		final Matcher note = NOTE.matcher(doc.getBlockTags().stream().filter(UnknownBlockTagTree.class::isInstance).map(
			DocTree::toString).collect(Collectors.joining()));
		if (note.find()) ops.add(op(note.group(1), reflected("io.sonoflow.api." + type.getSimpleName(), method), doc));
	}

	private static Method reflected(final String type, final MethodTree wanted) {
		final List<String> types = wanted.getParameters().stream().map(parameter -> parameter.getType().toString().replaceAll(
			"<.*>", "")).toList();
		try {
			return Arrays.stream(Class.forName(type).getMethods()).filter(method -> method.getName().contentEquals(wanted
				.getName()) && Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList().equals(types))
				.findFirst().orElseThrow(() -> new AssertionError(type + "." + wanted.getName() + types + " is not public"));
		}
		catch (final ClassNotFoundException e) {
			throw new AssertionError(e);
		}
	}

	private static String op(final String name, final Method method, final DocCommentTree doc) {
		final String signature = method.getDeclaringClass().getName() + "." + method.getName() + "(" + Arrays.stream(method
			.getParameterTypes()).map(Class::getTypeName).collect(Collectors.joining(",")) + ")";
		final StringBuilder text = new StringBuilder();
		text.append("- op:\n    names: [").append(name).append("]\n    source: javaMethod:/").append(URLEncoder.encode(signature,
			StandardCharsets.UTF_8)).append("\n    description: ").append(quote(sentence(words(doc.getFullBody())))).append(
				"\n    priority: 0.0\n    version: '1'\n    parameters:\n");
		final List<ParamTree> params = doc.getBlockTags().stream().filter(ParamTree.class::isInstance).map(ParamTree.class::cast)
			.filter(param -> !param.isTypeParameter()).toList();
		if (params.size() != method.getParameterCount()) throw new AssertionError(signature + " has " + params.size() +
			" @param of " + method.getParameterCount());
		for (int i = 0; i < params.size(); i++)
			parameter(text, "INPUT", params.get(i).getName().toString(), words(params.get(i).getDescription()), method
				.getGenericParameterTypes()[i]);
		final ReturnTree result = doc.getBlockTags().stream().filter(ReturnTree.class::isInstance).map(ReturnTree.class::cast)
			.findFirst().orElseThrow(() -> new AssertionError(signature + " has no @return"));
		parameter(text, "OUTPUT", "output", words(result.getDescription()), method.getGenericReturnType());
		return text.append("    authors: [Sonoflow developers]\n    tags: {}\n").toString();
	}

	private static void parameter(final StringBuilder text, final String kind, final String name, final String words,
		final Type type)
	{
		text.append("    - {parameter type: ").append(kind).append(", name: ").append(name).append(", description: ").append(
			quote(words)).append(", type: ").append(quote(type.getTypeName())).append("}\n");
	}

	private static String words(final List<? extends DocTree> trees) {
		return trees.stream().map(DocTree::toString).collect(Collectors.joining()).replaceAll("\\{@\\w+ #?([^}]*)}", "$1")
			.replaceAll("\\s+", " ").strip();
	}

	/** {@return the first sentence of a text; a point after an abbreviation does not end it, as it does for Javadoc} */
	static String sentence(final String text) {
		final Matcher end = SENTENCE_END.matcher(text);
		return end.find() ? text.substring(0, end.end()) : text;
	}

	private static String quote(final String text) {
		return GSON.toJson(text);
	}
}
