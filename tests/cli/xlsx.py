#!/usr/bin/env python3
"""xlsx.py FILE: reads a workbook with nothing but zip and XML, and prints it a cell a line:

	sheet TAB cell TAB text|number TAB format TAB value     (\\n, \\t and \\\\ escaped in the value)
	sheet TAB chart TAB title, categories, values ...

What no reader of the format could bear is an error: parts that are no XML, relations to nowhere, parts
without a type, strings and styles that do not exist, formulas, links, more rows or longer cells than Excel has.
"""
import posixpath
import re
import sys
import zipfile
from xml.etree import ElementTree

MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
REL = '{http://schemas.openxmlformats.org/officeDocument/2006/relationships}'
PACKAGE = '{http://schemas.openxmlformats.org/package/2006/relationships}'
CHART = '{http://schemas.openxmlformats.org/drawingml/2006/chart}'
DRAW = '{http://schemas.openxmlformats.org/drawingml/2006/main}'
BUILTIN = {0: 'General', 1: '0', 2: '0.00', 9: '0%', 10: '0.00%', 14: 'mm-dd-yy', 46: '[h]:mm:ss', 49: '@'}


def fail(why):
    sys.exit('xlsx: ' + why)


def unescape(s):
    return re.sub('_x([0-9A-Fa-f]{4})_', lambda m: chr(int(m.group(1), 16)), s)


class Book:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        if self.zip.testzip():
            fail('a part is damaged')
        self.parts = {n: self.zip.read(n) for n in self.zip.namelist()}
        self.xml = {}
        for name, data in self.parts.items():
            try:
                self.xml[name] = ElementTree.fromstring(data)
            except ElementTree.ParseError as e:
                fail('%s: %s' % (name, e))
        self.check_package()
        self.strings = [''.join(t.text or '' for t in si.iter(MAIN + 't'))
                        for si in self.xml.get('xl/sharedStrings.xml', [])]
        self.read_styles()

    def check_package(self):
        types = self.xml['[Content_Types].xml']
        known = {e.get('PartName') for e in types if e.get('PartName')}
        endings = {e.get('Extension') for e in types if e.get('Extension')}
        for name in self.parts:
            if '/' + name not in known and name.rsplit('.', 1)[-1] not in endings:
                fail('%s has no type' % name)
        for name in self.parts:
            if name.endswith('.rels'):
                for rid, target in self.relations(name).items():
                    if target not in self.parts:
                        fail('%s: %s leads nowhere' % (name, rid))

    def relations(self, name):
        base = posixpath.dirname(posixpath.dirname(name))
        out = {}
        for r in self.xml.get(name, []):
            if r.get('TargetMode') == 'External':
                fail('%s: a link' % name)
            out[r.get('Id')] = posixpath.normpath(posixpath.join(base, r.get('Target'))).lstrip('/')
        return out

    def of(self, part):
        return self.relations('%s/_rels/%s.rels' % posixpath.split(part))

    def read_styles(self):
        styles = self.xml['xl/styles.xml']
        own = {int(n.get('numFmtId')): n.get('formatCode') for n in styles.iter(MAIN + 'numFmt')}
        self.formats = []
        for xf in styles.find(MAIN + 'cellXfs'):
            number = int(xf.get('numFmtId'))
            self.formats.append(own.get(number) or BUILTIN.get(number) or str(number))

    def sheets(self):
        where = self.of('xl/workbook.xml')
        for s in self.xml['xl/workbook.xml'].iter(MAIN + 'sheet'):
            name = s.get('name')
            if len(name) > 31 or re.search(r'[][:*?/\\]', name):
                fail('sheet %r' % name)
            yield name, where[s.get(REL + 'id')]

    def value(self, cell):
        if cell.find(MAIN + 'f') is not None:
            fail('a formula in ' + cell.get('r'))
        kind, v = cell.get('t', 'n'), cell.find(MAIN + 'v')
        if kind == 's':
            return 'text', self.strings[int(v.text)]
        if kind == 'inlineStr':
            return 'text', ''.join(t.text or '' for t in cell.iter(MAIN + 't'))
        if kind != 'n' or v is None:
            fail('cell %s of type %s' % (cell.get('r'), kind))
        float(v.text)
        return 'number', v.text

    def cells(self, part):
        last = 0
        for row in self.xml[part].iter(MAIN + 'row'):
            number = int(row.get('r'))
            if not last < number <= 1048576:
                fail('%s: row %d' % (part, number))
            last = number
            for cell in row:
                kind, s = self.value(cell)
                s = unescape(s)
                if len(s.encode('utf-16-le')) > 2 * 32767:
                    fail('%s: too long' % cell.get('r'))
                yield cell.get('r'), kind, self.formats[int(cell.get('s', 0))], s

    def charts(self, part):
        for drawing in self.of(part).values():
            for chart in sorted(self.of(drawing).values()):
                xml = self.xml[chart]
                title = ''.join(t.text for t in xml.find('.//' + CHART + 'title').iter(DRAW + 't'))
                yield title, [f.text for f in xml.iter(CHART + 'f')]


def escape(s):
    return s.replace('\\', '\\\\').replace('\n', '\\n').replace('\t', '\\t')


def main():
    book = Book(sys.argv[1])
    for name, part in book.sheets():
        for cell, kind, form, value in book.cells(part):
            print(name, cell, kind, form, escape(value), sep='\t')
        for title, ranges in book.charts(part):
            print(name, 'chart', title, *ranges, sep='\t')


if __name__ == '__main__':
    main()
